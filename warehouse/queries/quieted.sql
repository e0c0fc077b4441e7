SELECT pattern, max(until) AS until FROM record.quieted WHERE until > $now GROUP BY pattern ORDER BY ALL
