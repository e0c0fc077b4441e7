-- The last captures that were not believed, and why.
SELECT board, attempted_at, reason
FROM record.captures
WHERE outcome = 'rejected'
ORDER BY attempted_at DESC, board
LIMIT $limit
