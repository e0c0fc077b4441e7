-- Every delivery of every message, newest first: what was told to whom, why, and how far it got.
CREATE OR REPLACE VIEW alerts AS
SELECT
    m.made_at, m.rule, m.board, m.headline, m.reason, m.revision, d.receiver, d.state, d.due_at,
    d.sent_at, d.attempts, d.error, m.observed_at, m.group_id, m.message_id, d.key
FROM record.messages AS m
LEFT JOIN record.deliveries AS d USING (message_id)
ORDER BY m.made_at DESC, d.position DESC
