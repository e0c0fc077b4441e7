-- What is to be sent, in order; a receiver that is waited for gets nothing else meanwhile. What was
-- made later than now, or is to be tried again later than any wait is long, was written by a clock
-- that has been set back since: it is due.
WITH pending AS (
    SELECT
        d.*,
        coalesce(
            bool_or(
                d.attempts > 0 AND d.due_at > $now AND d.due_at <= $now + INTERVAL 1 HOUR
            ) OVER (
                PARTITION BY d.receiver ORDER BY d.position
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
            ),
            FALSE
        ) AS is_behind
    FROM record.deliveries AS d
    WHERE d.state IN ('due', 'sending')
)
SELECT
    p.key, p.message_id, p.rule, p.receiver, p.state, p.made_at, p.due_at, p.digest_at,
    p.attempts, p.parts_sent, p.error, p.sent_at, m.body
FROM pending AS p
JOIN record.messages AS m USING (message_id)
WHERE NOT p.is_behind AND CASE
    WHEN p.attempts > 0 THEN TRUE
    ELSE p.due_at <= greatest($now, p.made_at)
END
ORDER BY p.position
