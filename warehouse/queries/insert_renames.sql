INSERT INTO record.renames
SELECT
    unnest($board::VARCHAR[]), unnest($channel::VARCHAR[]), unnest($snapshot_id::VARCHAR[]),
    unnest($observed_at::TIMESTAMP[]), unnest($old_key::VARCHAR[]), unnest($new_key::VARCHAR[]),
    unnest($old_model::VARCHAR[]), unnest($new_model::VARCHAR[]),
    unnest($organization::VARCHAR[]), unnest($old_standing::INTEGER[]),
    unnest($new_standing::INTEGER[]), unnest($old_score::DOUBLE[]),
    unnest($new_score::DOUBLE[]), unnest($old_votes::BIGINT[]), unnest($new_votes::BIGINT[]),
    unnest($certainty::DOUBLE[]), unnest($state::VARCHAR[])
