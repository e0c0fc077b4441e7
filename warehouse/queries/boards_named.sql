SELECT board, title, unit, url FROM record.boards WHERE board IN (SELECT unnest($boards::VARCHAR[]))
