-- The best rank a model ever had on each board, since when, and the snapshot that shows it.
CREATE OR REPLACE MACRO peak(model_name) AS TABLE
SELECT
    s.board, e.model, coalesce(e.rank, e.place) AS best_rank, e.score, s.observed_at,
    s.snapshot_id
FROM record.shown AS e
JOIN record.snapshots AS s USING (snapshot_id)
WHERE NOT e.unseen AND (e.model = model_name OR e.key = model_name)
    AND coalesce(e.rank, e.place) IS NOT NULL
QUALIFY row_number() OVER (
    PARTITION BY s.board ORDER BY coalesce(e.rank, e.place), s.observed_at
) = 1
ORDER BY s.board
