-- The standings a line showed from a time on, in order of time.
WITH candidate AS (
    SELECT c.*
    FROM record.captures AS c
    JOIN record.line_starts($boards, $channels, $starts) AS line USING (board, channel)
    WHERE c.standing_id IS NOT NULL AND c.observed_at >= line.start
),
size AS (
    SELECT standing_id, count(*) AS rows
    FROM record.entries
    WHERE standing_id IN (SELECT standing_id FROM candidate)
    GROUP BY standing_id
)
SELECT
    c.board, c.channel, c.capture_id, c.observed_at, c.standing_id, c.outcome, c.reason, c.sha256,
    c.method, s.rows
FROM candidate AS c
JOIN size AS s USING (standing_id)
ORDER BY c.observed_at, c.standing_id, c.attempted_at, c.capture_id
