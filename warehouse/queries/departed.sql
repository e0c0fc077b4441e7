-- The models that ever left a line before a time.
SELECT DISTINCT m.board, m.channel, m.key
FROM record.moves AS m
JOIN record.line_starts($boards, $channels, $starts) AS line USING (board, channel)
WHERE m.status = 'left' AND m.observed_at < line.start
