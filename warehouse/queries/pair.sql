-- Each candidate standing beside the snapshot before it: one row for every model either of them
-- knows, under its identity. The first candidate of a line stands beside nothing.
CREATE OR REPLACE TEMP TABLE paired AS
WITH candidate AS (
    SELECT
        unnest($candidates::INTEGER[]) AS candidate,
        unnest($standing_ids::VARCHAR[]) AS standing_id,
        unnest($previous_ids::VARCHAR[]) AS previous_id,
        unnest($boards::VARCHAR[]) AS board,
        unnest($channels::VARCHAR[]) AS channel,
        unnest($times::TIMESTAMP[]) AS observed_at
),
step AS (
    SELECT
        c.*, b.higher_is_better, p.standing_id AS previous_standing, p.observed_at AS previous_at
    FROM candidate AS c
    JOIN record.boards AS b USING (board)
    LEFT JOIN record.snapshots AS p ON p.snapshot_id = c.previous_id
),
now AS (
    SELECT
        s.candidate, coalesce(a.identity, e.key) AS key, e.key AS shown_key, e.* EXCLUDE (key),
        coalesce(e.rank, e.place) AS standing
    FROM step AS s
    JOIN record.entries AS e USING (standing_id)
    LEFT JOIN record.alias_spans AS a
        ON a.board = s.board AND a.channel = s.channel AND a.key = e.key
        AND a.since <= s.observed_at AND coalesce(s.observed_at < a.until, TRUE)
),
known_before AS (
    SELECT
        s.candidate, s.previous_id AS seen_in, coalesce(a.identity, e.key) AS key,
        e.key AS shown_key, e.* EXCLUDE (standing_id, key),
        coalesce(t.standing, e.rank, e.place) AS standing, t.standing AS settled,
        FALSE AS unseen
    FROM step AS s
    JOIN record.entries AS e ON e.standing_id = s.previous_standing
    LEFT JOIN record.alias_spans AS a
        ON a.board = s.board AND a.channel = s.channel AND a.key = e.key
        AND a.since <= s.previous_at AND coalesce(s.previous_at < a.until, TRUE)
    LEFT JOIN record.settled AS t
        ON t.snapshot_id = s.previous_id AND t.key = coalesce(a.identity, e.key)
    WHERE coalesce(e.rank, e.place) IS NOT NULL
    UNION ALL BY NAME
    SELECT s.candidate, u.* EXCLUDE (snapshot_id), TRUE AS unseen
    FROM step AS s
    JOIN record.unseen AS u ON u.snapshot_id = s.previous_id
),
cut AS (
    SELECT s.candidate, CASE WHEN s.higher_is_better THEN min(score) ELSE max(score) END AS score
    FROM now
    JOIN step AS s USING (candidate)
    GROUP BY s.candidate, s.higher_is_better
),
shown_model AS (
    SELECT DISTINCT candidate, model FROM now WHERE standing IS NOT NULL
)
SELECT
    candidate,
    key,
    n.shown_key,
    b.shown_key AS old_shown_key,
    b.seen_in,
    b.key IS NOT NULL AS was_known,
    coalesce(b.unseen, FALSE) AS was_unseen,
    n.key IS NOT NULL AS is_listed,
    n.standing IS NOT NULL AS is_shown,
    is_inside(b.score, b.score_low, b.score_high, c.score, s.higher_is_better) AS is_inside,
    coalesce(
        CASE WHEN s.higher_is_better THEN b.score > c.score ELSE b.score < c.score END, FALSE
    ) AS was_above_cut,
    n.standing IS NULL AND m.model IS NOT NULL AS is_replaced,
    s.higher_is_better,
    n.model, b.model AS old_model,
    n.organization, b.organization AS old_organization,
    CASE WHEN b.rank IS NOT NULL THEN coalesce(b.settled, b.rank) END AS old_rank,
    n.rank AS new_rank, b.place AS old_place, n.place AS new_place,
    b.standing AS old_standing, n.standing AS new_standing,
    b.score AS old_score, n.score AS new_score,
    b.score_low AS old_score_low, b.score_high AS old_score_high,
    n.score_low AS new_score_low, n.score_high AS new_score_high,
    b.votes AS old_votes, n.votes AS new_votes
FROM known_before AS b
FULL JOIN now AS n USING (candidate, key)
JOIN step AS s USING (candidate)
JOIN cut AS c USING (candidate)
LEFT JOIN shown_model AS m ON m.candidate = s.candidate AND m.model = b.model
