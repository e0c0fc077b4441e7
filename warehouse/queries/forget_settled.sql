DELETE FROM record.settled WHERE snapshot_id IN (SELECT unnest($snapshot_ids::VARCHAR[]))
