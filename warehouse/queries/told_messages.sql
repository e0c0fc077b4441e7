-- Of the newest groups of every rule the first and the latest message, newest first; of one
-- revision that which corrects last.
WITH newest AS (
    SELECT rule, group_id, min(revision) AS earliest, max(revision) AS latest
    FROM record.messages
    GROUP BY rule, group_id
    QUALIFY row_number() OVER (
        PARTITION BY rule ORDER BY arg_max(made_at, revision) DESC, group_id DESC
    ) <= $most
)
SELECT m.body
FROM record.messages AS m
JOIN newest AS n USING (rule, group_id)
WHERE m.revision IN (n.earliest, n.latest)
ORDER BY m.made_at DESC, m.revision DESC, m.reason = 'first' DESC, m.message_id
