-- The names on record, with the organizations printed beside them; those looked up may be ahead of the
-- standings that print them.
SELECT model, organization FROM record.entries
UNION
SELECT name, printed FROM record.names
ORDER BY ALL
