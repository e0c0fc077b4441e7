-- The standings a line showed from a time on, in order of time.
WITH seen AS (
    SELECT c.*, line.start, min(c.observed_at) OVER (
        PARTITION BY c.board, c.channel, c.standing_id
    ) AS first_seen_at
    FROM record.captures AS c
    JOIN record.line_starts($boards, $channels, $starts) AS line USING (board, channel)
    WHERE c.standing_id IS NOT NULL
),
candidate AS (
    FROM seen WHERE observed_at >= start
),
size AS (
    SELECT standing_id, count(*) AS rows
    FROM record.entries
    WHERE standing_id IN (SELECT standing_id FROM candidate)
    GROUP BY standing_id
)
SELECT
    c.board, c.channel, c.capture_id, c.cause, c.attempted_at, c.observed_at, c.published_at,
    c.standing_id, c.outcome, c.reason, c.sha256, c.method, c.reread_at, s.rows,
    c.first_seen_at < c.observed_at AS is_repeat
FROM candidate AS c
JOIN size AS s USING (standing_id)
ORDER BY c.observed_at, c.standing_id, c.attempted_at, c.capture_id
