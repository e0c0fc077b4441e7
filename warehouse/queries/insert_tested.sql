INSERT INTO record.tested
SELECT
    unnest($snapshot_id::VARCHAR[]), unnest($key::VARCHAR[]), unnest($kind::VARCHAR[]),
    unnest($threshold::INTEGER[]), unnest($compared_with::VARCHAR[]), unnest($z::DOUBLE[]),
    unnest($significance::VARCHAR[])
