DELETE FROM record.renames WHERE snapshot_id IN (SELECT unnest($snapshot_ids::VARCHAR[]))
