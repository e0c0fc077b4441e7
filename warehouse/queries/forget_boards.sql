DELETE FROM record.boards WHERE publisher IN (SELECT unnest($publishers::VARCHAR[]))
