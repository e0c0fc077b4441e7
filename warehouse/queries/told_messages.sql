-- The newest messages of every rule, newest first.
SELECT body
FROM record.messages
QUALIFY row_number() OVER (PARTITION BY rule ORDER BY made_at DESC, revision DESC) <= $most
ORDER BY made_at DESC, revision DESC, reason = 'first', message_id
