-- One row a fact, derived from how each model's standing moved, from where the publisher's method
-- changed, and from when its source fell silent.
CREATE OR REPLACE VIEW changes AS
WITH moved AS (
    FROM record.moves WHERE NOT is_pending
),
-- What would not be so if a missing model were back is not told until its absence is confirmed. One
-- that is missing by mistake (`carried`) stands where its last score puts it.
fact AS (
    SELECT 'entered' AS kind, NULL::INTEGER AS threshold, * FROM moved WHERE status = 'entered'
    UNION ALL
    SELECT 'left', NULL, * FROM moved WHERE status = 'left'
    UNION ALL
    SELECT 'uncovered', NULL, * FROM moved WHERE status = 'uncovered'
    UNION ALL
    SELECT 'returned', NULL, * FROM moved WHERE status = 'returned'
    UNION ALL
    SELECT 'climbed', NULL, *
    FROM moved
    WHERE status = 'kept' AND new_standing + doubted_above < old_standing
    UNION ALL
    SELECT 'fell', NULL, * FROM moved WHERE status = 'kept' AND new_standing > old_standing
    UNION ALL
    SELECT 'score_moved', NULL, *
    FROM moved
    WHERE status = 'kept' AND old_score IS DISTINCT FROM new_score
    UNION ALL
    SELECT 'renamed', NULL, * REPLACE (CASE WHEN is_alias THEN 'alias' ELSE cause END AS cause)
    FROM moved
    WHERE status = 'kept' AND old_model <> model
    UNION ALL
    SELECT 'new_leader', NULL, *
    FROM moved
    WHERE status <> 'unseen' AND new_standing + doubted_above = 1
        AND old_standing IS DISTINCT FROM 1
    UNION ALL
    -- A model never known before entered the top n for sure only if all of it was shown before, and
    -- one out of sight left it for sure only if all of it is shown.
    SELECT 'entered_top', t.threshold, m.*
    FROM moved AS m
    JOIN record.thresholds AS t
        ON m.new_standing + m.doubted_above <= t.threshold
        AND coalesce(m.old_standing > t.threshold, t.threshold <= m.from_window, TRUE)
    WHERE m.status <> 'unseen'
    UNION ALL
    SELECT 'left_top', t.threshold, m.*
    FROM moved AS m
    JOIN record.thresholds AS t
        ON m.old_standing <= t.threshold
        AND (m.new_standing > t.threshold OR m.status = 'left')
    WHERE m.status <> 'unseen' OR coalesce(m.to_window >= t.threshold, TRUE)
),
named AS (
    SELECT
        f.* REPLACE (coalesce(n.organization, f.organization) AS organization), n.country,
        n.organization AS maker
    FROM fact AS f
    LEFT JOIN record.names AS n
        ON n.name = f.model AND n.printed IS NOT DISTINCT FROM f.organization
),
part (kind, of_country) AS (
    VALUES ('first_of_organization_in_top', FALSE), ('first_of_country_in_top', TRUE)
),
-- Whose model stood where among the first, NULL where that is not known.
at_top AS (
    SELECT
        l.snapshot_id, l.standing, l.key, p.kind,
        CASE WHEN p.of_country THEN n.country ELSE n.organization END AS whose
    FROM record.tops AS l
    LEFT JOIN record.names AS n
        ON n.name = l.model AND n.printed IS NOT DISTINCT FROM l.organization
    CROSS JOIN part AS p
),
-- An organization or country that had none among the first n before, and this as its best one now.
-- Where it is not known of everyone who stood there, nothing is told.
firsts AS (
    SELECT f.* REPLACE (f.first_kind AS kind)
    FROM (
        SELECT
            e.*, p.kind AS first_kind, s.previous_id,
            CASE WHEN p.of_country THEN e.country ELSE e.maker END AS whose
        FROM named AS e
        JOIN record.snapshots AS s ON s.snapshot_id = e.to_snapshot
        CROSS JOIN part AS p
        WHERE e.kind = 'entered_top'
    ) AS f
    WHERE f.whose IS NOT NULL
        AND f.previous_id IN (SELECT snapshot_id FROM at_top)
        AND NOT EXISTS (
            FROM at_top AS l
            WHERE l.snapshot_id = f.previous_id AND l.kind = f.first_kind
                AND l.standing <= f.threshold AND coalesce(l.whose = f.whose, TRUE)
        )
        AND NOT EXISTS (
            FROM at_top AS l
            WHERE l.snapshot_id = f.to_snapshot AND l.kind = f.first_kind
                AND (l.standing, l.key) < (f.new_standing, f.key)
                AND coalesce(l.whose = f.whose, TRUE)
        )
),
told AS (
    SELECT
        f.board, f.channel, f.key, f.model, f.organization, f.kind, f.threshold, f.observed_at,
        f.published_at, f.old_rank, f.new_rank, f.old_place, f.new_place, f.old_score, f.new_score,
        t.significance, t.z, t.compared_with, f.own_move, f.displaced_by, f.cause,
        f.from_snapshot, f.to_snapshot, f.old_model, NULL::VARCHAR AS note, f.country
    FROM (FROM named UNION ALL BY NAME FROM firsts) AS f
    LEFT JOIN record.tested AS t
        ON t.snapshot_id = f.to_snapshot AND t.key = f.key
        AND t.kind = CASE WHEN f.kind LIKE 'first%' THEN 'entered_top' ELSE f.kind END
        AND t.threshold IS NOT DISTINCT FROM f.threshold
    UNION ALL BY NAME
    SELECT
        board, channel, 'epoch_started' AS kind, observed_at, published_at, 'epoch' AS cause,
        previous_id AS from_snapshot, snapshot_id AS to_snapshot, epoch AS note
    FROM record.snapshots
    WHERE epoch IS NOT NULL
    UNION ALL BY NAME
    SELECT
        board, channel, 'source_stale' AS kind, stale_at AS observed_at, stale_cause AS cause,
        snapshot_id AS from_snapshot, snapshot_id AS to_snapshot
    FROM record.silences
    UNION ALL BY NAME
    SELECT
        board, channel, 'source_recovered' AS kind, recovered_at AS observed_at,
        recovered_cause AS cause, snapshot_id AS from_snapshot, recovered_in AS to_snapshot
    FROM record.silences
    WHERE recovered_in IS NOT NULL
)
SELECT
    left(md5(concat_ws('|', board, channel, key, kind, threshold, to_snapshot)), 16) AS change_id,
    board,
    model,
    organization,
    country,
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
    significance,
    z,
    compared_with,
    own_move,
    displaced_by,
    cause,
    from_snapshot,
    to_snapshot,
    old_model,
    note,
    channel
FROM told
