SELECT board, min(observed_at)
FROM record.captures
WHERE outcome IN ('changed', 'unchanged', 'not_modified') AND standing_id IS NOT NULL
GROUP BY board
