-- The standing of a board as of a time.
SELECT
    board, rank, place, model, organization, score, score_low, score_high, votes,
    observed_at, published_at, snapshot_id, unseen
FROM standings_at($board, $as_of::TIMESTAMP)
ORDER BY unseen, coalesce(rank, place), model
