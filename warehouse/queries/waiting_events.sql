-- How many facts of each rule wait until they have stood long enough, and since when the first does.
SELECT rule, count(*) AS facts, min(noted_at) AS since
FROM record.events
WHERE state = 'waiting'
GROUP BY rule
ORDER BY rule
