-- How many changes of each kind are on record.
SELECT kind, count(*) AS changes FROM changes GROUP BY kind ORDER BY kind
