-- What deliveries bring, by their keys.
SELECT d.key, m.body
FROM record.deliveries AS d
JOIN record.messages AS m USING (message_id)
WHERE d.key IN (SELECT unnest($keys::VARCHAR[]))
