INSERT INTO record.messages BY NAME
SELECT
    unnest($message_id::VARCHAR[]) AS message_id,
    unnest($rule::VARCHAR[]) AS rule,
    unnest($group_id::VARCHAR[]) AS group_id,
    unnest($revision::INTEGER[]) AS revision,
    unnest($reason::VARCHAR[]) AS reason,
    unnest($board::VARCHAR[]) AS board,
    unnest($observed_at::TIMESTAMP[]) AS observed_at,
    unnest($made_at::TIMESTAMP[]) AS made_at,
    unnest($headline::VARCHAR[]) AS headline,
    unnest($body::VARCHAR[]) AS body
