-- Every board that is watched, and how it stands with it.
CREATE OR REPLACE VIEW boards AS
WITH attempt AS (
    SELECT
        board,
        max(attempted_at) AS last_attempt_at,
        arg_max(outcome, weight) AS last_outcome,
        max(accepted_at) AS last_accepted_at
    FROM record.attempts
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
