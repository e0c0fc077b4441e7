-- The deliveries of groups: which receivers were told of them, and which are still to be.
SELECT m.group_id, m.revision, d.receiver, d.state, d.key
FROM record.deliveries AS d
JOIN record.messages AS m USING (message_id)
WHERE m.group_id IN (SELECT unnest($groups::VARCHAR[]))
ORDER BY d.position
