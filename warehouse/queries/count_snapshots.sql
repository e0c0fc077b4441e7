-- How many snapshots each board has.
SELECT board, count(*) AS snapshots FROM record.snapshots GROUP BY board ORDER BY board
