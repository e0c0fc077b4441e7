-- Of these names, with the organizations printed beside them, those that were not looked up yet.
WITH printed AS (
    SELECT unnest($names::VARCHAR[]) AS name, unnest($organizations::VARCHAR[]) AS organization
)
SELECT DISTINCT name, organization
FROM printed AS p
WHERE NOT EXISTS (
    FROM record.names AS n
    WHERE n.name = p.name AND n.printed IS NOT DISTINCT FROM p.organization
)
ORDER BY ALL
