-- What a whole record has not: how many of each, and one of them.
WITH fault AS (
    SELECT 'captures without their entries' AS what, c.capture_id AS one
    FROM record.captures AS c
    ANTI JOIN (SELECT DISTINCT standing_id FROM record.entries) AS e USING (standing_id)
    WHERE c.standing_id IS NOT NULL
    UNION ALL
    SELECT 'moves without their snapshot', m.to_snapshot
    FROM record.moves AS m
    ANTI JOIN record.snapshots AS s ON s.snapshot_id = m.to_snapshot
    UNION ALL
    SELECT 'changed captures without their snapshot', c.capture_id
    FROM record.captures AS c
    ANTI JOIN record.snapshots AS s USING (capture_id)
    WHERE c.outcome = 'changed'
    UNION ALL
    SELECT 'captures kept twice', capture_id
    FROM record.captures GROUP BY capture_id HAVING count(*) > 1
    UNION ALL
    SELECT 'snapshots kept twice', snapshot_id
    FROM record.snapshots GROUP BY snapshot_id HAVING count(*) > 1
    UNION ALL
    SELECT 'deliveries without their message', d.key
    FROM record.deliveries AS d
    ANTI JOIN record.messages AS m USING (message_id)
)
SELECT what, count(*) AS faults, min(one) AS one FROM fault GROUP BY what ORDER BY what
