DELETE FROM record.aliases WHERE snapshot_id IN (SELECT unnest($snapshot_ids::VARCHAR[]))
