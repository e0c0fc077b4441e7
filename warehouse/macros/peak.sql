-- The best rank a model ever had on each board, since when, and the snapshot that shows it; found by
-- name or by key, under whatever names it had.
CREATE OR REPLACE MACRO peak(model_name) AS TABLE
WITH named AS (
    SELECT DISTINCT s.board, e.key
    FROM record.shown AS e
    JOIN record.snapshots AS s USING (snapshot_id)
    WHERE e.key = model_name
        OR (e.model, e.organization) IN (SELECT (name, printed) FROM record.names_of(model_name))
        OR e.model = model_name
)
SELECT
    s.board, e.model, coalesce(e.rank, e.place) AS best_rank, e.score, s.observed_at,
    s.snapshot_id
FROM named AS n
JOIN record.snapshots AS s USING (board)
JOIN record.shown AS e ON e.snapshot_id = s.snapshot_id AND e.key = n.key
WHERE NOT e.unseen AND coalesce(e.rank, e.place) IS NOT NULL
QUALIFY row_number() OVER (
    PARTITION BY s.board ORDER BY coalesce(e.rank, e.place), s.observed_at
) = 1
ORDER BY s.board
