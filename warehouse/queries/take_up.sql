DELETE FROM record.untold RETURNING snapshot_id, change_id
