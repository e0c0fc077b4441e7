-- Each new snapshot against the one before it: one row for every model either of them knows.
CREATE OR REPLACE TEMP TABLE compared AS
WITH step AS (
    SELECT
        new.snapshot_id AS to_snapshot, new.standing_id AS to_standing, new.board, new.channel,
        new.observed_at, new.is_complete, new.cut_score, new.window_rows AS to_window,
        old.snapshot_id AS from_snapshot, old.standing_id AS from_standing,
        old.window_rows AS from_window, b.higher_is_better
    FROM record.snapshots AS new
    JOIN record.snapshots AS old ON old.snapshot_id = new.previous_id
    JOIN record.boards AS b ON b.board = new.board
    WHERE new.snapshot_id IN (SELECT unnest($snapshot_ids::VARCHAR[]))
),
shown_before AS (
    SELECT s.to_snapshot, s.from_snapshot AS seen_in, FALSE AS was_unseen, e.* EXCLUDE (standing_id)
    FROM step AS s
    JOIN record.entries AS e ON e.standing_id = s.from_standing
    WHERE coalesce(e.rank, e.place) IS NOT NULL
),
before AS (
    FROM shown_before
    UNION ALL BY NAME
    SELECT s.to_snapshot, u.* EXCLUDE (snapshot_id), TRUE AS was_unseen
    FROM step AS s
    JOIN record.unseen AS u ON u.snapshot_id = s.from_snapshot
),
now AS (
    SELECT s.to_snapshot, e.* EXCLUDE (standing_id)
    FROM step AS s
    JOIN record.entries AS e ON e.standing_id = s.to_standing
),
gone_before AS (
    SELECT DISTINCT s.to_snapshot, m.key
    FROM record.moves AS m
    JOIN step AS s ON s.board = m.board AND s.channel = m.channel AND m.observed_at < s.observed_at
    WHERE m.status = 'left'
),
paired AS (
    SELECT
        to_snapshot,
        key,
        coalesce(b.seen_in, s.from_snapshot) AS from_snapshot,
        b.was_unseen,
        b.key IS NOT NULL AS was_known,
        coalesce(n.rank, n.place) IS NOT NULL AS is_shown,
        n.key IS NOT NULL OR NOT (
            s.is_complete OR is_inside(
                b.score, b.score_low, b.score_high, s.cut_score, s.higher_is_better
            )
        ) AS may_be_below,
        coalesce(b.rank, b.place) AS old_standing,
        coalesce(n.rank, n.place) AS new_standing,
        g.key IS NOT NULL AS was_gone,
        s.board, s.channel, s.from_window, s.to_window,
        coalesce(n.model, b.model) AS model, b.model AS old_model,
        coalesce(n.organization, b.organization) AS organization,
        b.rank AS old_rank, n.rank AS new_rank, b.place AS old_place, n.place AS new_place,
        b.score AS old_score, n.score AS new_score,
        b.score_low AS old_score_low, b.score_high AS old_score_high, b.votes AS old_votes
    FROM before AS b
    FULL JOIN now AS n USING (to_snapshot, key)
    JOIN step AS s USING (to_snapshot)
    LEFT JOIN gone_before AS g USING (to_snapshot, key)
),
classified AS (
    SELECT
        *,
        CASE
            WHEN was_known AND is_shown THEN 'kept'
            WHEN was_known AND may_be_below THEN 'unseen'
            WHEN was_known THEN 'left'
            WHEN was_gone THEN 'returned'
            WHEN new_standing > from_window THEN 'uncovered'
            ELSE 'entered'
        END AS status,
        was_known AND is_shown AND NOT was_unseen AS is_common
    FROM paired
    WHERE was_known OR is_shown
),
positioned AS (
    SELECT
        *,
        rank() OVER (PARTITION BY to_snapshot, is_common ORDER BY old_standing) AS old_position,
        rank() OVER (PARTITION BY to_snapshot, is_common ORDER BY new_standing) AS new_position,
        min(if(NOT is_common, new_standing, NULL)) OVER (PARTITION BY to_snapshot) AS arrived_at,
        arg_min(model, new_standing) FILTER (NOT is_common AND is_shown)
            OVER (PARTITION BY to_snapshot) AS arrival
    FROM classified
)
SELECT
    * EXCLUDE (old_position, new_position, arrived_at, arrival),
    if(is_common, old_position <> new_position, NULL) AS own_move,
    if(
        is_common AND old_position = new_position AND new_standing > old_standing
        AND arrived_at < new_standing,
        arrival,
        NULL
    ) AS displaced_by
FROM positioned
