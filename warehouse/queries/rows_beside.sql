-- The models of snapshots with where they stood in the snapshot before, as far down as is asked for.
WITH pair AS (
    SELECT snapshot_id, previous_id
    FROM record.snapshots
    WHERE snapshot_id IN (SELECT unnest($snapshots::VARCHAR[]))
),
after AS (
    SELECT p.snapshot_id, e.*
    FROM pair AS p
    JOIN (SELECT * RENAME (snapshot_id AS of_snapshot) FROM record.named) AS e
        ON e.of_snapshot = p.snapshot_id
),
before AS (
    SELECT p.snapshot_id, e.*
    FROM pair AS p
    JOIN (SELECT * RENAME (snapshot_id AS of_snapshot) FROM record.named) AS e
        ON e.of_snapshot = p.previous_id
)
SELECT
    snapshot_id, a.standing, b.standing AS was, coalesce(a.model, b.model) AS model,
    coalesce(a.organization, b.organization) AS organization,
    coalesce(a.country, b.country) AS country, a.score,
    (a.score_high - a.score_low) / 2 AS half_width, b.score AS old_score,
    coalesce(a.unseen, FALSE) AS unseen
FROM after AS a
FULL JOIN before AS b USING (snapshot_id, key)
WHERE coalesce(least(a.standing, b.standing), a.standing, b.standing) <= $deepest
ORDER BY snapshot_id, a.standing, b.standing, model
