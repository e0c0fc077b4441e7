INSERT INTO record.deliveries BY NAME
SELECT
    unnest($key::VARCHAR[]) AS key,
    unnest($message_id::VARCHAR[]) AS message_id,
    unnest($rule::VARCHAR[]) AS rule,
    unnest($receiver::VARCHAR[]) AS receiver,
    unnest($state::VARCHAR[]) AS state,
    unnest($made_at::TIMESTAMP[]) AS made_at,
    unnest($due_at::TIMESTAMP[]) AS due_at,
    unnest($digest_at::TIMESTAMP[]) AS digest_at,
    unnest($attempts::INTEGER[]) AS attempts,
    unnest($parts_sent::INTEGER[]) AS parts_sent,
    unnest($error::VARCHAR[]) AS error,
    unnest($sent_at::TIMESTAMP[]) AS sent_at,
    unnest($position::BIGINT[]) AS position
