INSERT INTO record.names BY NAME
SELECT
    unnest($name::VARCHAR[]) AS name,
    unnest($printed::VARCHAR[]) AS printed,
    unnest($model::VARCHAR[]) AS model,
    unnest($family::VARCHAR[]) AS family,
    unnest($organization::VARCHAR[]) AS organization,
    unnest($country::VARCHAR[]) AS country,
    unnest($effort::VARCHAR[]) AS effort,
    unnest($dated::VARCHAR[]) AS dated,
    unnest($is_preview::BOOLEAN[]) AS is_preview,
    unnest($setting::VARCHAR[]) AS setting
