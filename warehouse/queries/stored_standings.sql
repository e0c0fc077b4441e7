SELECT DISTINCT standing_id
FROM record.captures
WHERE standing_id IN (SELECT unnest($ids::VARCHAR[]))
