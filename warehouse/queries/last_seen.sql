SELECT board, max(observed_at)
FROM record.captures
WHERE outcome IN ('changed', 'unchanged', 'not_modified')
GROUP BY board
