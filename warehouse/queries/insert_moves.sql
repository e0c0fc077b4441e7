INSERT INTO record.moves BY NAME
SELECT
    c.from_snapshot, c.to_snapshot, s.board, s.channel, c.key, coalesce(c.model, c.old_model)
        AS model, c.old_model, coalesce(c.organization, c.old_organization) AS organization,
    c.status, s.cause, s.observed_at, s.published_at, c.old_rank,
    CASE WHEN c.new_rank IS NOT NULL THEN c.new_standing END AS new_rank, c.old_place,
    c.new_place, c.old_standing, c.new_standing, c.old_score, c.new_score, c.from_window,
    c.to_window, c.own_move, c.displaced_by, c.is_alias, c.is_pending
FROM compared AS c
JOIN record.snapshots AS s ON s.snapshot_id = c.to_snapshot
WHERE
    (c.status = 'unseen' AND NOT c.was_unseen)
    OR c.status IN ('entered', 'uncovered', 'returned', 'left')
    OR (
        c.status = 'kept'
        AND (
            c.old_standing <> c.new_standing
            OR c.old_score IS DISTINCT FROM c.new_score
            OR c.old_model <> c.model
        )
    )
ORDER BY s.observed_at, s.board, c.new_standing, c.key
