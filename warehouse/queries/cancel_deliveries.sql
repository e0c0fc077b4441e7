UPDATE record.deliveries SET state = 'cancelled', error = $why
WHERE key IN (SELECT unnest($keys::VARCHAR[]))
