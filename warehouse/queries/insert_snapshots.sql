INSERT INTO record.snapshots BY NAME
SELECT
    unnest($snapshot_id::VARCHAR[]) AS snapshot_id,
    unnest($previous_id::VARCHAR[]) AS previous_id,
    unnest($capture_id::VARCHAR[]) AS capture_id,
    unnest($standing_id::VARCHAR[]) AS standing_id,
    unnest($board::VARCHAR[]) AS board,
    unnest($channel::VARCHAR[]) AS channel,
    unnest($cause::VARCHAR[]) AS cause,
    unnest($observed_at::TIMESTAMP[]) AS observed_at,
    unnest($published_at::TIMESTAMP[]) AS published_at,
    unnest($models::INTEGER[]) AS models,
    unnest($window_rows::INTEGER[]) AS window_rows,
    unnest($is_open::BOOLEAN[]) AS is_open,
    unnest($moved::DOUBLE[]) AS moved,
    unnest($epoch::VARCHAR[]) AS epoch,
    unnest($reread_at::TIMESTAMP[]) AS reread_at,
    unnest($state::VARCHAR[]) AS state
