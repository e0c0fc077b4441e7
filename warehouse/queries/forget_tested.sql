DELETE FROM record.tested WHERE snapshot_id IN (SELECT unnest($snapshot_ids::VARCHAR[]))
