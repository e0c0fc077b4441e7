-- The snapshots that each line has from a time on, in order of time.
SELECT
    s.board, s.channel, s.snapshot_id, s.observed_at, s.standing_id, s.window_rows, s.is_open,
    s.moved, s.epoch, s.reread_at, s.state
FROM record.snapshots AS s
JOIN record.line_starts($boards, $channels, $starts) AS line USING (board, channel)
WHERE s.observed_at >= line.start
ORDER BY s.observed_at, s.standing_id
