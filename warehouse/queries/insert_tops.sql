INSERT INTO record.tops BY NAME
SELECT
    unnest($snapshot_id::VARCHAR[]) AS snapshot_id,
    unnest($key::VARCHAR[]) AS key,
    unnest($model::VARCHAR[]) AS model,
    unnest($organization::VARCHAR[]) AS organization,
    unnest($standing::INTEGER[]) AS standing
