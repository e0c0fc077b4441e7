DELETE FROM record.silences WHERE snapshot_id IN (SELECT unnest($snapshot_id::VARCHAR[]))
