-- How much happened that nobody told of yet, for want of rules that can be read.
SELECT count(*) FROM record.untold
