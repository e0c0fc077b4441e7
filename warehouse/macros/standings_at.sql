-- The standing of a board as of a time. `rank` is NULL for a model below the page's cut.
CREATE OR REPLACE MACRO standings_at(board_name, ts) AS TABLE
SELECT
    s.board, e.rank, e.place, e.model, coalesce(n.organization, e.organization) AS organization,
    n.country, n.model AS base_model, e.score, e.score_low, e.score_high, e.votes, s.observed_at, s.published_at,
    s.snapshot_id, e.unseen
FROM record.snapshot_at(ts) AS s
JOIN record.shown AS e USING (snapshot_id)
LEFT JOIN record.names AS n
    ON n.name = e.model AND n.printed IS NOT DISTINCT FROM e.organization
WHERE s.board = board_name
ORDER BY e.unseen, coalesce(e.rank, e.place), e.key
