-- One row a fact, derived from how each model's standing moved.
CREATE OR REPLACE VIEW changes AS
WITH moved AS (
    FROM record.moves WHERE NOT is_pending
),
fact AS (
    SELECT 'entered' AS kind, NULL::INTEGER AS threshold, * FROM moved WHERE status = 'entered'
    UNION ALL
    SELECT 'left', NULL, * FROM moved WHERE status = 'left'
    UNION ALL
    SELECT 'uncovered', NULL, * FROM moved WHERE status = 'uncovered'
    UNION ALL
    SELECT 'returned', NULL, * FROM moved WHERE status = 'returned'
    UNION ALL
    SELECT 'climbed', NULL, * FROM moved WHERE status <> 'unseen' AND new_standing < old_standing
    UNION ALL
    SELECT 'fell', NULL, * FROM moved WHERE status <> 'unseen' AND new_standing > old_standing
    UNION ALL
    SELECT 'score_moved', NULL, *
    FROM moved
    WHERE status = 'kept' AND old_score IS DISTINCT FROM new_score
    UNION ALL
    SELECT 'renamed', NULL, * FROM moved WHERE status = 'kept' AND old_model <> model
    UNION ALL
    SELECT 'new_leader', NULL, *
    FROM moved
    WHERE new_standing = 1 AND old_standing IS DISTINCT FROM 1
    UNION ALL
    -- A model never known before entered the top n for sure only if all of it was shown before.
    SELECT 'entered_top', t.threshold, m.*
    FROM moved AS m
    JOIN record.thresholds AS t
        ON m.new_standing <= t.threshold
        AND coalesce(m.old_standing > t.threshold, t.threshold <= m.from_window, TRUE)
    UNION ALL
    SELECT 'left_top', t.threshold, m.*
    FROM moved AS m
    JOIN record.thresholds AS t
        ON m.old_standing <= t.threshold
        AND (m.new_standing > t.threshold OR m.status = 'left')
)
SELECT
    left(md5(concat_ws('|', board, channel, key, kind, threshold, to_snapshot)), 16) AS change_id,
    board,
    model,
    organization,
    kind,
    threshold,
    observed_at,
    published_at,
    old_rank,
    new_rank,
    old_place,
    new_place,
    old_score,
    new_score,
    own_move,
    displaced_by,
    cause,
    from_snapshot,
    to_snapshot,
    old_model,
    channel
FROM fact
