INSERT INTO record.events BY NAME
SELECT
    unnest($rule::VARCHAR[]) AS rule,
    unnest($change_id::VARCHAR[]) AS change_id,
    unnest($group_id::VARCHAR[]) AS group_id,
    unnest($board::VARCHAR[]) AS board,
    unnest($channel::VARCHAR[]) AS channel,
    unnest($kind::VARCHAR[]) AS kind,
    unnest($threshold::INTEGER[]) AS threshold,
    unnest($model::VARCHAR[]) AS model,
    unnest($observed_at::TIMESTAMP[]) AS observed_at,
    unnest($to_snapshot::VARCHAR[]) AS to_snapshot,
    unnest($state::VARCHAR[]) AS state,
    unnest($said::VARCHAR[]) AS said,
    unnest($noted_at::TIMESTAMP[]) AS noted_at,
    unnest($told_at::TIMESTAMP[]) AS told_at
