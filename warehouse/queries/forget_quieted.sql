DELETE FROM record.quieted WHERE pattern = $pattern RETURNING until
