-- Each doubtful candidate beside a later one: which of the missing models that one shows again, and
-- whether its scores are nearer to the candidate's than to those before.
WITH doubt AS (
    SELECT
        unnest($candidates::INTEGER[]) AS candidate,
        unnest($later_ids::VARCHAR[]) AS later_id
),
later AS (
    SELECT d.candidate, e.key, e.score, coalesce(e.rank, e.place) AS standing
    FROM doubt AS d
    JOIN record.entries AS e ON e.standing_id = d.later_id
),
missing AS (
    SELECT
        unnest($missing_candidates::INTEGER[]) AS candidate,
        unnest($missing_keys::VARCHAR[]) AS key
),
shown_again AS (
    SELECT candidate, list(key ORDER BY key) AS keys
    FROM missing
    JOIN later USING (candidate, key)
    WHERE later.standing IS NOT NULL
    GROUP BY candidate
),
nearness AS (
    SELECT
        l.candidate,
        count(*) FILTER (abs(l.score - p.new_score) < abs(l.score - p.old_score)) AS nearer,
        count(*) FILTER (abs(l.score - p.new_score) > abs(l.score - p.old_score)) AS farther
    FROM later AS l
    JOIN paired AS p ON p.candidate = l.candidate AND p.shown_key = l.key
    GROUP BY l.candidate
)
SELECT d.candidate, coalesce(a.keys, []), coalesce(n.nearer > n.farther, FALSE)
FROM doubt AS d
LEFT JOIN shown_again AS a USING (candidate)
LEFT JOIN nearness AS n USING (candidate)
ORDER BY d.candidate
