INSERT INTO record.settled
SELECT unnest($snapshot_id::VARCHAR[]), unnest($key::VARCHAR[]), unnest($standing::INTEGER[])
