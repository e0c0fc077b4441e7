DELETE FROM record.unseen WHERE snapshot_id IN (SELECT unnest($snapshot_ids::VARCHAR[]))
