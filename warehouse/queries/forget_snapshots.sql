DELETE FROM record.snapshots WHERE snapshot_id IN (SELECT unnest($snapshot_ids::VARCHAR[]))
