-- Changes with what is needed to tell them: the board, who stands next to the model afterwards, and
-- who fell out of the top that it entered. Newest first. Of the facts about one model in one
-- snapshot the headline is the weightiest: a new leader also entered the top three, five and ten. A
-- fact about no model is a headline of its own.
WITH sought AS (
    SELECT
        *,
        coalesce(old_rank, old_place) AS old_standing,
        coalesce(new_rank, new_place) AS new_standing
    FROM changes
    WHERE coalesce(board = $board, TRUE)
        AND coalesce(observed_at >= $since::TIMESTAMP, TRUE)
        AND coalesce(observed_at <= $until::TIMESTAMP, TRUE)
        AND list_contains(coalesce($snapshots::VARCHAR[], [to_snapshot]), to_snapshot)
),
weight (kind, weight) AS (
    VALUES
        ('renamed', 0), ('new_leader', 1), ('left', 2), ('entered_top', 3), ('left_top', 3),
        ('returned', 4), ('entered', 5), ('epoch_started', 1), ('source_stale', 1),
        ('source_recovered', 1)
),
weighed AS (
    SELECT
        *,
        weight IS NOT NULL AND row_number() OVER (
            PARTITION BY board, channel, to_snapshot, model, old_standing, new_standing,
                kind = 'renamed', CASE WHEN model IS NULL THEN kind END
            ORDER BY weight, threshold
        ) = 1 AS is_headline,
        bool_or(kind = 'returned') OVER (
            PARTITION BY board, channel, to_snapshot, model, old_standing, new_standing
        ) AS is_return
    FROM sought
    LEFT JOIN weight USING (kind)
),
told AS (
    SELECT *, count(*) OVER () AS total
    FROM weighed
    WHERE (is_headline OR NOT $headlines)
        AND (kind IN (SELECT unnest($kinds::VARCHAR[])) OR len($kinds::VARCHAR[]) = 0)
        AND coalesce(threshold = $threshold::INTEGER, $threshold::INTEGER IS NULL)
    ORDER BY
        observed_at DESC, board, channel, coalesce(new_standing, old_standing), model, kind,
        threshold
    LIMIT $limit
),
shown AS (
    SELECT
        snapshot_id, model, score, score_low, score_high, coalesce(rank, place) AS standing, place
    FROM record.shown
    WHERE NOT unseen AND snapshot_id IN (SELECT to_snapshot FROM told)
        AND coalesce(rank, place) IS NOT NULL
),
step AS (
    SELECT
        snapshot_id,
        standing,
        arg_max(model, coalesce(place, 0)) AS model,
        arg_max(score, coalesce(place, 0)) AS score
    FROM (FROM shown ORDER BY snapshot_id, standing, model)
    GROUP BY snapshot_id, standing
),
-- Two entries of one name have no interval that is theirs for sure.
interval_of AS (
    SELECT
        snapshot_id, model, any_value(score) AS score,
        any_value((score_high - score_low) / 2) AS half_width
    FROM shown
    GROUP BY snapshot_id, model
    HAVING count(*) = 1
),
departed AS (
    SELECT
        to_snapshot,
        threshold,
        list(
            {'model': model, 'old_standing': old_standing, 'new_standing': new_standing}
            ORDER BY old_standing, model
        ) AS fell_out
    FROM sought
    WHERE kind = 'left_top' AND to_snapshot IN (SELECT to_snapshot FROM told)
    GROUP BY to_snapshot, threshold
)
SELECT
    t.change_id, t.board, b.title, b.unit, t.model, t.organization, t.country, t.kind,
    t.threshold,
    t.observed_at, t.published_at, t.old_rank, t.new_rank, t.old_place, t.new_place,
    t.old_score, t.new_score, t.own_move, t.displaced_by, t.cause, t.from_snapshot, t.to_snapshot,
    t.old_model, t.channel, t.significance, t.z, t.compared_with, t.note, t.old_standing, t.new_standing, t.is_return, t.total,
    above.model AS above_model, above.score AS above_score,
    below.model AS below_model, below.score AS below_score,
    (
        SELECT min(level.model)
        FROM shown AS level
        WHERE level.snapshot_id = t.to_snapshot AND level.standing = t.new_standing
            AND level.model <> t.model
    ) AS level_model,
    record.version_of(
        t.change_id, t.old_rank, t.new_rank, t.old_score, t.new_score, t.significance, t.own_move
    ) AS version,
    d.fell_out, t.weight, own.half_width AS new_half_width, other.score AS compared_score,
    other.half_width AS compared_half_width,
    (SELECT min(n.model) FROM record.names AS n WHERE n.name = t.model) AS base_model
FROM told AS t
JOIN record.boards AS b USING (board)
ASOF LEFT JOIN step AS above
    ON above.snapshot_id = t.to_snapshot AND above.standing < t.new_standing
ASOF LEFT JOIN step AS below
    ON below.snapshot_id = t.to_snapshot AND below.standing > t.new_standing
LEFT JOIN interval_of AS own
    ON own.snapshot_id = t.to_snapshot AND own.model = t.model
LEFT JOIN interval_of AS other
    ON other.snapshot_id = t.to_snapshot AND other.model = t.compared_with
LEFT JOIN departed AS d
    ON t.kind = 'entered_top' AND d.to_snapshot = t.to_snapshot AND d.threshold = t.threshold
ORDER BY
    t.observed_at DESC, t.board, t.channel, coalesce(t.new_standing, t.old_standing), t.model,
    t.kind, t.threshold
