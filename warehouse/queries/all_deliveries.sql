-- Every delivery, newest first, with what may have to be known to make it again.
SELECT
    d.key, d.message_id, d.receiver, d.rule, d.digest_at, d.state, d.due_at, d.error, m.headline
FROM record.deliveries AS d
JOIN record.messages AS m USING (message_id)
ORDER BY d.position DESC
