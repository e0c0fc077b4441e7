-- From when on each line is derived again: from its first new capture, or from what is open until a
-- later capture settles it. A capture that is not the last can settle the snapshot before it.
WITH line AS (
    FROM record.line_starts($boards, $channels, $starts)
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
    SELECT s.board, s.channel, max(s.observed_at)
    FROM record.snapshots AS s
    JOIN line USING (board, channel)
    WHERE s.observed_at <= line.start
        AND (s.board, s.channel) IN (
            SELECT (c.board, c.channel)
            FROM record.captures AS c
            JOIN line AS l USING (board, channel)
            WHERE c.standing_id IS NOT NULL AND c.observed_at >= l.start
                AND c.capture_id NOT IN (SELECT unnest($capture_ids::VARCHAR[]))
        )
    GROUP BY s.board, s.channel
)
SELECT line.board, line.channel, least(line.start, min(o.start)) AS start
FROM line
LEFT JOIN open_since AS o USING (board, channel)
GROUP BY line.board, line.channel, line.start
