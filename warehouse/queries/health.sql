-- How it stands with each channel of each board: its last attempt, and what it last showed.
-- An old copy in a web archive counts where nothing else was asked, and then the last that could be
-- read.
WITH weighed AS (
    SELECT
        *,
        {
            'is_own': url NOT LIKE 'https://web.archive.org/web/%',
            'counts': url NOT LIKE 'https://web.archive.org/web/%'
                OR outcome IN ('changed', 'unchanged', 'not_modified'),
            'attempted_at': attempted_at
        } AS weight
    FROM record.captures
)
SELECT
    c.board, c.channel,
    max(c.attempted_at) AS last_attempt_at,
    arg_max(c.outcome, c.weight) AS outcome,
    arg_max(c.reason, c.weight) AS reason,
    max(c.observed_at) FILTER (
        c.outcome IN ('changed', 'unchanged', 'not_modified') AND c.standing_id IS NOT NULL
    ) AS last_accepted_at,
    any_value(l.models) AS models
FROM weighed AS c
LEFT JOIN (
    SELECT board, channel, arg_max(models, observed_at) AS models
    FROM record.snapshots
    GROUP BY board, channel
) AS l USING (board, channel)
GROUP BY c.board, c.channel
