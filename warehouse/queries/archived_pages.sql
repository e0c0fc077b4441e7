-- The places of kept pages, the newest first.
SELECT archived
FROM record.captures
WHERE archived IS NOT NULL
GROUP BY archived
ORDER BY max(attempted_at) DESC, archived
LIMIT $limit
