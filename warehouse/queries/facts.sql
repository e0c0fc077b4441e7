-- What each candidate standing shows beside the snapshot before it: one row a candidate.
WITH candidate AS (
    SELECT
        unnest($candidates::INTEGER[]) AS candidate,
        unnest($standing_ids::VARCHAR[]) AS standing_id,
        unnest($previous_ids::VARCHAR[]) AS previous_id,
        unnest($boards::VARCHAR[]) AS board
),
step AS (
    SELECT
        c.candidate, c.standing_id, c.previous_id, b.higher_is_better,
        s.standing_id AS previous_standing
    FROM candidate AS c
    JOIN record.boards AS b USING (board)
    LEFT JOIN record.snapshots AS s ON s.snapshot_id = c.previous_id
),
shown AS (
    SELECT s.candidate, s.higher_is_better, e.*
    FROM step AS s
    JOIN record.entries AS e USING (standing_id)
),
showing AS (
    SELECT
        candidate,
        count(coalesce(rank, place)) AS models,
        if(any_value(higher_is_better), min(score), max(score)) AS cut_score,
        count(score_low) AS with_interval,
        count(votes) AS with_votes,
        count(organization) AS with_organization
    FROM shown
    GROUP BY candidate
),
known AS (
    SELECT
        s.candidate, s.higher_is_better, FALSE AS is_unseen, e.key, e.score, e.score_low,
        e.score_high, e.votes, e.organization
    FROM step AS s
    JOIN record.entries AS e ON e.standing_id = s.previous_standing
    WHERE coalesce(e.rank, e.place) IS NOT NULL
    UNION ALL
    SELECT
        s.candidate, s.higher_is_better, TRUE, u.key, u.score, u.score_low,
        u.score_high, u.votes, u.organization
    FROM step AS s
    JOIN record.unseen AS u ON u.snapshot_id = s.previous_id
),
beside AS (
    SELECT
        k.candidate,
        count(*) AS known,
        count(*) FILTER (
            s.key IS NULL AND NOT is_inside(
                k.score, k.score_low, k.score_high, t.cut_score, k.higher_is_better
            )
        ) AS below_cut,
        count(*) FILTER (NOT k.is_unseen) AS previous_models,
        count(k.score_low) FILTER (NOT k.is_unseen) AS previous_with_interval,
        count(k.votes) FILTER (NOT k.is_unseen) AS previous_with_votes,
        count(k.organization) FILTER (NOT k.is_unseen) AS previous_with_organization
    FROM known AS k
    JOIN showing AS t USING (candidate)
    LEFT JOIN shown AS s ON s.candidate = k.candidate AND s.key = k.key
    GROUP BY k.candidate
)
SELECT
    s.candidate,
    s.models,
    s.cut_score,
    s.with_interval,
    s.with_votes,
    s.with_organization,
    coalesce(b.known, 0) AS known,
    coalesce(b.below_cut, 0) AS below_cut,
    coalesce(b.previous_models, 0) AS previous_models,
    coalesce(b.previous_with_interval, 0) AS previous_with_interval,
    coalesce(b.previous_with_votes, 0) AS previous_with_votes,
    coalesce(b.previous_with_organization, 0) AS previous_with_organization
FROM showing AS s
LEFT JOIN beside AS b USING (candidate)
ORDER BY s.candidate
