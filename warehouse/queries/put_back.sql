UPDATE record.deliveries
SET state = 'due', attempts = 0, due_at = $now, error = ''
WHERE key IN (SELECT unnest($keys::VARCHAR[]))
