DELETE FROM record.channels
WHERE board IN (
    SELECT board FROM record.boards WHERE publisher IN (SELECT unnest($publishers::VARCHAR[]))
)
