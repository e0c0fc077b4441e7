INSERT INTO record.thresholds
SELECT DISTINCT unnest($thresholds::INTEGER[]) AS threshold
EXCEPT
SELECT threshold FROM record.thresholds
RETURNING threshold
