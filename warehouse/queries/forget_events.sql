DELETE FROM record.events
WHERE (rule, change_id) IN (
    SELECT (unnest($rules::VARCHAR[]), unnest($change_ids::VARCHAR[]))
)
