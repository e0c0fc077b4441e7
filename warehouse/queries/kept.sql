SELECT capture_id, outcome, reason
FROM record.captures
WHERE capture_id IN (SELECT unnest($ids::VARCHAR[]))
