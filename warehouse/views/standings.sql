-- The latest accepted standing of every board. `rank` is NULL for a model below the page's cut.
CREATE OR REPLACE VIEW standings AS
SELECT
    s.board, e.rank, e.place, e.model, e.organization, e.country, e.base_model, e.score,
    e.score_low, e.score_high, e.votes, s.observed_at, s.published_at, s.snapshot_id, e.unseen
FROM record.snapshot_at(TIMESTAMP 'infinity') AS s
JOIN record.named AS e USING (snapshot_id)
ORDER BY s.board, e.unseen, coalesce(e.rank, e.place), e.key
