-- Every row of a candidate and of the snapshot before it with the identity it claims.
SELECT DISTINCT candidate, TRUE AS is_listed, shown_key, key, model, new_score, new_votes
FROM paired
WHERE is_listed
UNION ALL
SELECT DISTINCT candidate, FALSE, old_shown_key, key, old_model, old_score, old_votes
FROM paired
WHERE was_known
ORDER BY ALL
