-- How it stands with each channel of each board: its last attempt, and what it last showed.
SELECT
    a.board, a.channel,
    max(a.attempted_at) AS last_attempt_at,
    arg_max(a.outcome, a.weight) AS outcome,
    arg_max(a.reason, a.weight) AS reason,
    max(a.accepted_at) AS last_accepted_at,
    any_value(l.models) AS models
FROM record.attempts AS a
LEFT JOIN (
    SELECT board, channel, arg_max(models, observed_at) AS models
    FROM record.snapshots
    GROUP BY board, channel
) AS l USING (board, channel)
GROUP BY a.board, a.channel
