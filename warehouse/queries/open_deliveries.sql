-- What is not sent yet, and what is given up, in the order it was to be sent.
SELECT
    d.state, d.receiver, d.rule, m.board, m.headline, d.made_at, d.due_at, d.digest_at, d.attempts,
    d.error, d.key
FROM record.deliveries AS d
JOIN record.messages AS m USING (message_id)
WHERE d.state IN ('due', 'sending', 'dead')
ORDER BY d.position
