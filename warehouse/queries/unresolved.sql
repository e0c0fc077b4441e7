-- Names of today's standings that the catalogue lacks something of, those that stand highest first.
SELECT
    e.model AS name, e.organization AS printed_organization,
    any_value(n.model) AS base_model,
    coalesce(any_value(n.organization), e.organization) AS organization,
    any_value(n.country) AS country, min(coalesce(e.rank, e.place)) AS best_rank,
    list(DISTINCT s.board ORDER BY s.board) AS boards
FROM record.snapshot_at(TIMESTAMP 'infinity') AS s
JOIN record.shown AS e USING (snapshot_id)
LEFT JOIN record.names AS n
    ON n.name = e.model AND n.printed IS NOT DISTINCT FROM e.organization
WHERE NOT e.unseen
    AND (n.model IS NULL OR n.organization IS NULL OR n.country IS NULL)
    AND coalesce(s.board = $board, TRUE)
GROUP BY e.model, e.organization
ORDER BY best_rank, name, printed_organization
