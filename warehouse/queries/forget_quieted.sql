DELETE FROM record.quieted WHERE pattern = $pattern
