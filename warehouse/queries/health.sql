-- How it stands with each channel of each board: its last attempt, and what it last showed.
SELECT
    c.board, c.channel,
    max(c.attempted_at) AS last_attempt_at,
    arg_max(c.outcome, c.attempted_at) AS outcome,
    arg_max(c.reason, c.attempted_at) AS reason,
    max(c.observed_at) FILTER (
        c.outcome IN ('changed', 'unchanged', 'not_modified') AND c.standing_id IS NOT NULL
    ) AS last_accepted_at,
    any_value(l.models) AS models
FROM record.captures AS c
LEFT JOIN (
    SELECT board, channel, arg_max(models, observed_at) AS models
    FROM record.snapshots
    GROUP BY board, channel
) AS l USING (board, channel)
GROUP BY c.board, c.channel
