-- The models that only one of a candidate and the snapshot before it shows.
SELECT
    candidate, was_known AS is_gone, key,
    CASE WHEN was_known THEN old_shown_key ELSE shown_key END AS shown_key,
    CASE WHEN was_known THEN old_model ELSE model END AS model,
    CASE WHEN was_known THEN old_organization ELSE organization END AS organization,
    CASE WHEN was_known THEN old_standing ELSE new_standing END AS standing,
    CASE WHEN was_known THEN old_score ELSE new_score END AS score,
    CASE WHEN was_known THEN old_votes ELSE new_votes END AS votes,
    was_unseen, is_inside, was_above_cut, is_replaced
FROM paired
WHERE was_known <> is_shown
ORDER BY candidate, standing, key
