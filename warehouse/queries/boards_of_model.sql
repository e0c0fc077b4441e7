-- The boards that ever showed a model of this name or key, or by another name the catalogue has for it.
SELECT b.board, b.title
FROM record.boards AS b
WHERE coalesce(b.board = $board, TRUE)
    AND b.board IN (
        SELECT s.board
        FROM record.entries AS e
        JOIN record.snapshots AS s USING (standing_id)
        WHERE e.key = $model OR e.model = $model
            OR (e.model, e.organization) IN (
                SELECT (name, printed) FROM record.names_of($model)
            )
    )
ORDER BY b.board
