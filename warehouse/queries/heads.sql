-- The last snapshot that each line has before a time.
SELECT s.board, s.channel, s.snapshot_id, s.observed_at, s.standing_id, s.window_rows
FROM record.snapshots AS s
JOIN record.line_starts($boards, $channels, $starts) AS line USING (board, channel)
WHERE s.observed_at < line.start
QUALIFY row_number() OVER (
    PARTITION BY s.board, s.channel ORDER BY s.observed_at DESC, s.standing_id DESC
) = 1
