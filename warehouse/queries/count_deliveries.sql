-- How many deliveries are in each state.
SELECT state, count(*) AS deliveries FROM record.deliveries GROUP BY state ORDER BY state
