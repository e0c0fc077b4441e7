-- Each new snapshot against the one before it, out of `paired`: what became of every model.
CREATE OR REPLACE TEMP TABLE compared AS
WITH step AS (
    SELECT
        a.candidate, new.snapshot_id AS to_snapshot, new.board, new.channel, new.observed_at,
        new.is_complete, new.window_rows AS to_window, new.models, new.cut_score,
        old.snapshot_id AS previous_id,
        old.window_rows AS from_window
    FROM (
        SELECT
            unnest($candidates::INTEGER[]) AS candidate,
            unnest($snapshot_ids::VARCHAR[]) AS snapshot_id
    ) AS a
    JOIN record.snapshots AS new USING (snapshot_id)
    JOIN record.snapshots AS old ON old.snapshot_id = new.previous_id
),
carried AS (
    SELECT
        unnest($carried_candidates::INTEGER[]) AS candidate,
        unnest($carried_keys::VARCHAR[]) AS key
),
pending AS (
    SELECT
        unnest($pending_candidates::INTEGER[]) AS candidate,
        unnest($pending_keys::VARCHAR[]) AS key
),
alias AS (
    SELECT s.candidate, r.old_key AS key
    FROM record.renames AS r
    JOIN step AS s ON s.to_snapshot = r.snapshot_id
    WHERE r.state IN ('applied', 'accepted')
),
gone_before AS (
    SELECT DISTINCT s.candidate, m.key
    FROM record.moves AS m
    JOIN step AS s ON s.board = m.board AND s.channel = m.channel AND m.observed_at < s.observed_at
    WHERE m.status = 'left'
),
classified AS (
    SELECT
        p.*,
        s.to_snapshot,
        coalesce(p.seen_in, s.previous_id) AS from_snapshot,
        s.from_window,
        s.to_window,
        s.models,
        s.cut_score,
        a.key IS NOT NULL AS is_alias,
        w.key IS NOT NULL AS is_pending,
        CASE
            WHEN was_known AND is_shown THEN 'kept'
            WHEN c.key IS NOT NULL THEN 'carried'
            WHEN was_known AND (is_listed OR NOT (s.is_complete OR is_inside)) THEN 'unseen'
            WHEN was_known THEN 'left'
            WHEN g.key IS NOT NULL THEN 'returned'
            WHEN new_standing > s.from_window THEN 'uncovered'
            ELSE 'entered'
        END AS status,
        was_known AND is_shown AND NOT was_unseen AS is_common
    FROM paired AS p
    JOIN step AS s USING (candidate)
    LEFT JOIN carried AS c USING (candidate, key)
    LEFT JOIN pending AS w USING (candidate, key)
    LEFT JOIN gone_before AS g USING (candidate, key)
    LEFT JOIN alias AS a USING (candidate, key)
    WHERE was_known OR is_shown
),
missing_above AS (
    SELECT p.candidate, p.key, count(*) AS models
    FROM classified AS p
    JOIN classified AS c ON c.candidate = p.candidate AND c.status = 'carried'
    WHERE CASE
        WHEN p.higher_is_better THEN c.old_score > p.new_score ELSE c.old_score < p.new_score
    END
    GROUP BY p.candidate, p.key
),
-- A model below the cut stands below the last row at best.
placed AS (
    SELECT
        * EXCLUDE (models, cut_score),
        CASE
            WHEN status = 'unseen' THEN greatest(old_standing, coalesce(to_window, models) + 1)
            WHEN status = 'carried' THEN old_standing
            ELSE new_standing
        END AS standing,
        CASE
            WHEN status = 'unseen' AND old_score = cut_score THEN old_score
            WHEN status = 'kept' THEN new_score
        END AS equal_score
    FROM classified
),
-- The order among models that were equals and are equals stays as it was.
settled AS (
    SELECT
        p.* EXCLUDE (new_standing, standing, equal_score),
        coalesce(m.models, 0) + CASE
            WHEN old_score IS NOT NULL AND equal_score IS NOT NULL
                THEN list_sort(list(standing) OVER equals)[
                    row_number() OVER (equals ORDER BY old_standing, key)
                ]
            ELSE standing
        END AS new_standing
    FROM placed AS p
    LEFT JOIN missing_above AS m USING (candidate, key)
    WINDOW equals AS (PARTITION BY candidate, old_score, equal_score)
),
positioned AS (
    SELECT
        *,
        rank() OVER (PARTITION BY candidate, is_common ORDER BY old_standing) AS old_position,
        rank() OVER (PARTITION BY candidate, is_common ORDER BY new_standing) AS new_position,
        min(new_standing) FILTER (NOT is_common) OVER (PARTITION BY candidate) AS arrived_at,
        arg_min(model, new_standing) FILTER (NOT is_common AND is_shown)
            OVER (PARTITION BY candidate) AS arrival
    FROM settled
)
SELECT
    * EXCLUDE (old_position, new_position, arrived_at, arrival),
    CASE WHEN is_common THEN old_position <> new_position END AS own_move,
    CASE
        WHEN is_common AND old_position = new_position AND new_standing > old_standing
            AND arrived_at < new_standing THEN arrival
    END AS displaced_by
FROM positioned
