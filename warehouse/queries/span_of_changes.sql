-- When the first and the last change of a board, or of any, were observed.
SELECT min(observed_at) AS first_at, max(observed_at) AS last_at
FROM record.moves
WHERE coalesce(board = $board, TRUE)
