SELECT board FROM record.boards ORDER BY board
