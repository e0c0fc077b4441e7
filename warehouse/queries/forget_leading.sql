DELETE FROM record.leading WHERE snapshot_id IN (SELECT unnest($snapshot_ids::VARCHAR[]))
