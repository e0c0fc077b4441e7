-- How many snapshots nobody told of yet, for want of rules that can be read.
SELECT count(snapshot_id) FROM record.untold
