-- All events of groups, in the order they were told.
SELECT
    rule, change_id, group_id, board, channel, kind, threshold, model, observed_at, to_snapshot,
    state, said, noted_at, told_at
FROM record.events
WHERE group_id IN (SELECT unnest($groups::VARCHAR[]))
ORDER BY told_at, observed_at, change_id, rule
