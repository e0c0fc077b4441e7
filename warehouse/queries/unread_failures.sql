-- Boards not seen since some attempt failed: how often, since when, and what came of the first. Old
-- copies in a web archive say nothing of how it stands now.
WITH own AS (
    FROM record.attempts WHERE weight.is_own
),
seen AS (
    SELECT board, max(attempted_at) AS seen_at
    FROM own
    WHERE outcome IN ('changed', 'unchanged', 'not_modified')
    GROUP BY board
)
SELECT
    o.board, count(*) AS failures, min(o.attempted_at) AS since,
    arg_min(o.outcome, o.attempted_at) AS outcome, arg_min(o.reason, o.attempted_at) AS reason
FROM own AS o
LEFT JOIN seen AS s USING (board)
WHERE o.outcome IN ('rejected', 'blocked', 'failed')
    AND coalesce(o.attempted_at > s.seen_at, TRUE)
GROUP BY o.board
ORDER BY since, o.board
