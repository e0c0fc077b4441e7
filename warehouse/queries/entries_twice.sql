-- How many models stand in one standing more than once, and one such standing.
SELECT count(*), min(standing_id)
FROM (SELECT standing_id FROM record.entries GROUP BY standing_id, key HAVING count(*) > 1)
