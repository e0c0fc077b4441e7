DELETE FROM record.silences WHERE board IN (SELECT unnest($boards::VARCHAR[])) RETURNING snapshot_id
