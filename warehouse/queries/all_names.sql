-- The names on record, with the organizations printed beside them.
SELECT DISTINCT model, organization FROM record.entries ORDER BY ALL
