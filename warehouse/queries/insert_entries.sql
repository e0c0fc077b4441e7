INSERT INTO record.entries
SELECT
    unnest($standing_id::VARCHAR[]), unnest($key::VARCHAR[]), unnest($model::VARCHAR[]),
    unnest($organization::VARCHAR[]), unnest($rank::INTEGER[]), unnest($place::INTEGER[]),
    unnest($score::DOUBLE[]), unnest($score_low::DOUBLE[]), unnest($score_high::DOUBLE[]),
    unnest($votes::BIGINT[])
