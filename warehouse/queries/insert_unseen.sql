INSERT INTO record.unseen BY NAME
SELECT
    unnest($snapshot_id::VARCHAR[]) AS snapshot_id,
    unnest($seen_in::VARCHAR[]) AS seen_in,
    unnest($key::VARCHAR[]) AS key,
    unnest($shown_key::VARCHAR[]) AS shown_key,
    unnest($model::VARCHAR[]) AS model,
    unnest($organization::VARCHAR[]) AS organization,
    unnest($rank::INTEGER[]) AS rank,
    unnest($place::INTEGER[]) AS place,
    unnest($standing::INTEGER[]) AS standing,
    unnest($score::DOUBLE[]) AS score,
    unnest($score_low::DOUBLE[]) AS score_low,
    unnest($score_high::DOUBLE[]) AS score_high,
    unnest($votes::BIGINT[]) AS votes
