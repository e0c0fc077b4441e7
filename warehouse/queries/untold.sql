SELECT part, name FROM record.untold
