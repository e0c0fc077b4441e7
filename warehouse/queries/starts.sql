-- From when on each line is derived again: from its first new capture, or from what is open until a
-- later capture settles it. Where captures that were there are read otherwise, or another comes
-- before some that were, a snapshot may now be settled otherwise: the one before, and each that had
-- more models than any since, as pages that show less cannot tell what became of it.
WITH line AS (
    FROM record.line_starts($boards, $channels, $starts)
),
rewritten AS (
    SELECT board, channel, l.start
    FROM line AS l
    WHERE len($capture_ids::VARCHAR[]) = 0 OR (board, channel) IN (
        SELECT (c.board, c.channel)
        FROM record.captures AS c
        JOIN line AS from_here USING (board, channel)
        WHERE c.standing_id IS NOT NULL AND c.observed_at >= from_here.start
            AND c.capture_id NOT IN (SELECT unnest($capture_ids::VARCHAR[]))
    )
),
larger AS (
    SELECT s.board, s.channel, s.observed_at
    FROM record.snapshots AS s
    JOIN rewritten AS r USING (board, channel)
    WHERE s.observed_at < r.start
    QUALIFY coalesce(s.models > max(s.models) OVER (
        PARTITION BY s.board, s.channel ORDER BY s.observed_at, s.standing_id
        ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING
    ), TRUE)
),
open_since AS (
    SELECT board, channel, min(observed_at) AS start
    FROM record.captures
    WHERE outcome = 'suspect'
    GROUP BY board, channel
    UNION ALL
    SELECT board, channel, min(observed_at)
    FROM record.snapshots
    WHERE is_open
    GROUP BY board, channel
    UNION ALL
    SELECT board, channel, min(observed_at)
    FROM larger
    GROUP BY board, channel
)
SELECT line.board, line.channel, least(line.start, min(o.start)) AS start
FROM line
LEFT JOIN open_since AS o USING (board, channel)
GROUP BY line.board, line.channel, line.start
