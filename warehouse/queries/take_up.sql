DELETE FROM record.untold RETURNING part, name
