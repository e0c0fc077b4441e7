INSERT INTO record.snapshots BY NAME
WITH accepted AS (
    SELECT
        unnest($snapshot_ids::VARCHAR[]) AS snapshot_id,
        unnest($previous_ids::VARCHAR[]) AS previous_id,
        unnest($capture_ids::VARCHAR[]) AS capture_id,
        unnest($models::INTEGER[]) AS models,
        unnest($windows::INTEGER[]) AS window_rows,
        unnest($cut_scores::DOUBLE[]) AS cut_score,
        unnest($opens::BOOLEAN[]) AS is_open,
        unnest($moved::DOUBLE[]) AS moved,
        unnest($epochs::VARCHAR[]) AS epoch
)
SELECT
    a.snapshot_id, a.previous_id, a.capture_id, c.standing_id, c.board, c.channel, c.cause,
    c.observed_at, c.published_at, a.models, a.window_rows IS NULL AS is_complete,
    a.window_rows, a.cut_score, a.is_open, a.moved, a.epoch
FROM accepted AS a
JOIN record.captures AS c USING (capture_id)
