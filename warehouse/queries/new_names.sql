-- The names on record, of these standings or of all, with the organizations printed beside them, that
-- were not looked up yet.
SELECT DISTINCT model, organization
FROM record.entries AS e
WHERE ($standings::VARCHAR[] IS NULL OR e.standing_id IN (SELECT unnest($standings::VARCHAR[])))
    AND NOT EXISTS (
        FROM record.names AS n
        WHERE n.name = e.model AND n.printed IS NOT DISTINCT FROM e.organization
    )
ORDER BY ALL
