DELETE FROM record.moves WHERE to_snapshot IN (SELECT unnest($snapshot_ids::VARCHAR[]))
