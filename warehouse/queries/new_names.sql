-- The names on record, with the organizations printed beside them, that were not looked up yet.
SELECT DISTINCT model, organization
FROM record.entries AS e
WHERE NOT EXISTS (
    FROM record.names AS n
    WHERE n.name = e.model AND n.printed IS NOT DISTINCT FROM e.organization
)
ORDER BY ALL
