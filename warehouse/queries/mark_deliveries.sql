UPDATE record.deliveries
SET state = $state, due_at = coalesce($due_at, due_at), attempts = $attempts,
    parts_sent = $parts_sent, error = $error, sent_at = $sent_at
WHERE key IN (SELECT unnest($keys::VARCHAR[]))
