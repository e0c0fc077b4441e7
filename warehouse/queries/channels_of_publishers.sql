SELECT c.board, c.channel, c.position
FROM record.channels AS c
JOIN record.boards AS b USING (board)
WHERE b.publisher IN (SELECT unnest($publishers::VARCHAR[]))
