-- The standing of a board as of a time. `rank` is NULL for a model below the page's cut.
CREATE OR REPLACE MACRO standings_at(board_name, ts) AS TABLE
SELECT
    s.board, e.rank, e.place, e.model, e.organization, e.country, e.base_model, e.score,
    e.score_low, e.score_high, e.votes, s.observed_at, s.published_at, s.snapshot_id, e.unseen
FROM record.snapshot_at(ts) AS s
JOIN record.named AS e USING (snapshot_id)
WHERE s.board = board_name
ORDER BY e.unseen, coalesce(e.rank, e.place), e.key
