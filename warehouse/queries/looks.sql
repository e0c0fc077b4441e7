-- Where a model stands at a time, how often and until when its board was seen since, and whether the
-- last look at the board failed: of each change that waits.
WITH waiting AS (
    SELECT
        unnest($change_id::VARCHAR[]) AS change_id, unnest($board::VARCHAR[]) AS board,
        unnest($channel::VARCHAR[]) AS channel, unnest($model::VARCHAR[]) AS model,
        unnest($observed_at::TIMESTAMP[]) AS observed_at
),
seen AS (
    FROM record.captures
    WHERE board IN (SELECT board FROM waiting) AND observed_at <= coalesce($as_of::TIMESTAMP, TIMESTAMP 'infinity')
),
head AS (
    SELECT board, channel, arg_max(snapshot_id, (observed_at, standing_id)) AS snapshot_id
    FROM record.snapshots
    WHERE board IN (SELECT board FROM waiting) AND observed_at <= coalesce($as_of::TIMESTAMP, TIMESTAMP 'infinity')
    GROUP BY board, channel
),
health AS (
    SELECT
        board, channel,
        arg_max(outcome, (observed_at, attempted_at))
            IN ('suspect', 'rejected', 'blocked', 'failed') AS is_sick
    FROM seen
    GROUP BY board, channel
)
SELECT
    w.change_id,
    (
        SELECT min(e.standing)
        FROM record.shown AS e
        WHERE e.snapshot_id = h.snapshot_id AND e.model = w.model
    ) AS standing,
    count(DISTINCT c.observed_at) AS looks,
    max(c.observed_at) AS last_seen_at,
    coalesce(s.is_sick, FALSE) AS is_sick
FROM waiting AS w
LEFT JOIN health AS s USING (board, channel)
LEFT JOIN head AS h USING (board, channel)
LEFT JOIN seen AS c
    ON c.board = w.board AND c.channel = w.channel AND c.observed_at > w.observed_at
    AND c.outcome IN ('changed', 'unchanged', 'not_modified')
GROUP BY ALL
