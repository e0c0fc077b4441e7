-- Every board that is watched, and how it stands with it.
CREATE OR REPLACE VIEW boards AS
WITH weighed AS (
    -- What an old copy in a web archive shows says nothing of how it stands with the board now: it
    -- counts where nothing else was asked, and then the last that could be read.
    SELECT
        *,
        {
            'is_own': url NOT LIKE 'https://web.archive.org/web/%',
            'counts': url NOT LIKE 'https://web.archive.org/web/%'
                OR outcome IN ('changed', 'unchanged', 'not_modified'),
            'attempted_at': attempted_at
        } AS weight
    FROM record.captures
),
attempt AS (
    SELECT
        board,
        max(attempted_at) AS last_attempt_at,
        arg_max(outcome, weight) AS last_outcome,
        -- A copy that the source carried over has no standing of its own: nothing was seen.
        max(observed_at) FILTER (
            outcome IN ('changed', 'unchanged', 'not_modified') AND standing_id IS NOT NULL
        ) AS last_accepted_at
    FROM weighed
    GROUP BY board
)
SELECT
    b.board, b.publisher, b.title, b.metric, b.unit, b.higher_is_better, b.url, b.cadence,
    CASE
        WHEN a.last_outcome NOT IN ('changed', 'unchanged', 'not_modified', 'absent')
            THEN a.last_outcome
        WHEN s.snapshot_id IS NULL THEN 'empty'
        WHEN q.snapshot_id IS NOT NULL THEN 'stale'
        ELSE 'ok'
    END AS state,
    a.last_accepted_at, a.last_attempt_at, s.published_at, s.models, s.channel, b.attribution
FROM record.boards AS b
LEFT JOIN attempt AS a USING (board)
LEFT JOIN record.snapshot_at(TIMESTAMP 'infinity') AS s USING (board)
LEFT JOIN record.silences AS q ON q.snapshot_id = s.snapshot_id AND q.recovered_in IS NULL
ORDER BY b.board
