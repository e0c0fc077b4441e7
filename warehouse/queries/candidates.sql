-- The standings a line showed from a time on, in order of time.
SELECT board, channel, capture_id, observed_at, standing_id, outcome, reason
FROM record.captures AS c
JOIN record.line_starts($boards, $channels, $starts) AS line USING (board, channel)
WHERE c.standing_id IS NOT NULL AND c.observed_at >= line.start
ORDER BY c.observed_at, c.standing_id, c.attempted_at, c.capture_id
