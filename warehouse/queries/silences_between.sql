-- The standings after which sources were silent in a time, and those that ended it.
WITH silent AS (
    FROM record.silences
    WHERE stale_at <= $until::TIMESTAMP AND coalesce(recovered_at >= $since::TIMESTAMP, TRUE)
)
SELECT snapshot_id FROM silent
UNION
SELECT recovered_in FROM silent WHERE recovered_in IS NOT NULL
