-- How many renames nobody decided upon.
SELECT count(*) FROM record.renames WHERE state IN ('proposed', 'expired')
