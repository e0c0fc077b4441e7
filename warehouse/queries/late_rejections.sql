-- The last captures that were not believed or are held, and why.
SELECT board, observed_at, outcome, reason
FROM record.captures
WHERE outcome IN ('rejected', 'suspect')
ORDER BY attempted_at DESC, board
LIMIT $limit
