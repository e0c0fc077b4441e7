-- The newest messages of every rule, newest first; of one revision that which corrects last.
SELECT body
FROM record.messages
QUALIFY row_number() OVER (PARTITION BY rule ORDER BY made_at DESC, revision DESC) <= $most
ORDER BY made_at DESC, revision DESC, reason = 'first' DESC, message_id
