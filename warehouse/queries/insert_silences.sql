INSERT INTO record.silences BY NAME
SELECT
    unnest($board::VARCHAR[]) AS board,
    unnest($channel::VARCHAR[]) AS channel,
    unnest($snapshot_id::VARCHAR[]) AS snapshot_id,
    unnest($stale_at::TIMESTAMP[]) AS stale_at,
    unnest($stale_cause::VARCHAR[]) AS stale_cause,
    unnest($recovered_in::VARCHAR[]) AS recovered_in,
    unnest($recovered_at::TIMESTAMP[]) AS recovered_at,
    unnest($recovered_cause::VARCHAR[]) AS recovered_cause
