-- The snapshots that each line has from a time on, in order of time.
SELECT s.board, s.channel, s.snapshot_id, s.observed_at, s.standing_id, s.window_rows
FROM record.snapshots AS s
JOIN (
    SELECT
        unnest($boards::VARCHAR[]) AS board,
        unnest($channels::VARCHAR[]) AS channel,
        unnest($starts::TIMESTAMP[]) AS start
) AS line USING (board, channel)
WHERE s.observed_at >= line.start
ORDER BY s.observed_at, s.standing_id
