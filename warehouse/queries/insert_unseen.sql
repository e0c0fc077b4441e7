INSERT INTO record.unseen BY NAME
SELECT
    to_snapshot AS snapshot_id, from_snapshot AS seen_in, key, old_shown_key AS shown_key,
    old_model AS model, old_organization AS organization, old_rank AS rank, old_place AS place,
    new_standing AS standing, old_score AS score, old_score_low AS score_low,
    old_score_high AS score_high, old_votes AS votes
FROM compared
WHERE status IN ('unseen', 'carried')
ORDER BY to_snapshot, old_standing, key
