DELETE FROM record.untold
