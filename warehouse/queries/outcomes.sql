-- How many captures ended how.
SELECT outcome, count(*) AS captures
FROM record.captures
GROUP BY outcome
ORDER BY captures DESC, outcome
