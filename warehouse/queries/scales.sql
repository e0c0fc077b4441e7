-- How far the scores and votes of the models on a board lie apart, and in what steps scores come.
SELECT
    candidate,
    max(old_score) - min(old_score) AS score_range,
    CASE
        WHEN bool_and(old_score = round(old_score, 0)) THEN 1.0
        WHEN bool_and(old_score = round(old_score, 1)) THEN 0.1
        WHEN bool_and(old_score = round(old_score, 2)) THEN 0.01
        ELSE 0.001
    END::DOUBLE AS score_step,
    ln(max(old_votes) FILTER (old_votes > 0) / min(old_votes) FILTER (old_votes > 0))
        AS votes_range
FROM paired
WHERE was_known
GROUP BY candidate
