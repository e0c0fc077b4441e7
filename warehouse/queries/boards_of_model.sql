-- The boards that ever showed a model of this name or key.
SELECT b.board, b.title
FROM record.boards AS b
WHERE coalesce(b.board = $board, TRUE)
    AND b.board IN (
        SELECT s.board
        FROM record.entries AS e
        JOIN record.snapshots AS s USING (standing_id)
        WHERE e.model = $model OR e.key = $model
    )
ORDER BY b.board
