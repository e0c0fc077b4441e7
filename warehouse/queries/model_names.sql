-- Every name that was ever on a board, or on any.
SELECT DISTINCT e.model
FROM record.entries AS e
JOIN record.snapshots AS s USING (standing_id)
WHERE coalesce(s.board = $board, TRUE)
ORDER BY e.model
