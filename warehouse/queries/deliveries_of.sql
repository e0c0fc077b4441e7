-- The deliveries of groups: which receivers were told of them, and which are still to be. One that was
-- tried counts as being sent: the receiver may have got some of it, or all and only the answer was lost.
SELECT
    m.group_id,
    m.revision,
    d.receiver,
    if(d.state = 'due' AND d.attempts + d.parts_sent > 0, 'sending', d.state) AS state,
    d.key
FROM record.deliveries AS d
JOIN record.messages AS m USING (message_id)
WHERE m.group_id IN (SELECT unnest($groups::VARCHAR[]))
ORDER BY d.position
