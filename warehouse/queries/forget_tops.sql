DELETE FROM record.tops WHERE snapshot_id IN (SELECT unnest($snapshot_ids::VARCHAR[]))
