-- The events that may still change: those that wait or were told, of these snapshots or groups, or of
-- these boards where they wait or tell of a source, or all that tell of a first of somebody where
-- names mean something else now.
SELECT
    rule, change_id, group_id, board, channel, kind, threshold, model, observed_at, to_snapshot,
    state, said, noted_at, told_at
FROM record.events
WHERE state IN ('waiting', 'told')
    AND (
        list_contains($snapshots::VARCHAR[], to_snapshot)
        OR ($is_renamed AND kind LIKE 'first_of_%')
        OR (
            list_contains($boards::VARCHAR[], board)
            AND (state = 'waiting' OR kind IN ('source_stale', 'source_recovered'))
        )
    )
ORDER BY noted_at, observed_at, change_id, rule
