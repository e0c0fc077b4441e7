-- Names of today's standings that the catalogue lacks something of, those that stand highest first.
SELECT
    s.model AS name, any_value(e.organization) AS printed_organization,
    any_value(s.base_model) AS base_model, any_value(s.organization) AS organization,
    any_value(s.country) AS country, min(coalesce(s.rank, s.place)) AS best_rank,
    list(DISTINCT s.board ORDER BY s.board) AS boards
FROM standings AS s
JOIN record.snapshots AS p USING (snapshot_id)
JOIN record.entries AS e ON e.standing_id = p.standing_id AND e.model = s.model
WHERE NOT s.unseen
    AND (s.base_model IS NULL OR s.organization IS NULL OR s.country IS NULL)
    AND coalesce(s.board = $board, TRUE)
GROUP BY s.model, e.organization
ORDER BY best_rank, name, printed_organization
