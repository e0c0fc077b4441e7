INSERT INTO record.aliases
SELECT
    unnest($board::VARCHAR[]), unnest($channel::VARCHAR[]), unnest($key::VARCHAR[]),
    unnest($identity::VARCHAR[]), unnest($since::TIMESTAMP[]), unnest($snapshot_id::VARCHAR[])
