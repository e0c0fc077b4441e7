-- Where a model stands at a time, how often and until when its board was seen since, and whether the
-- last look at the board failed: of each change that waits, as of a time, or now where that is NULL.
WITH waiting AS (
    SELECT
        change_id, board, channel, model, observed_at, as_of AS asked,
        coalesce(as_of, TIMESTAMP 'infinity') AS as_of
    FROM (
        SELECT
            unnest($change_id::VARCHAR[]) AS change_id, unnest($board::VARCHAR[]) AS board,
            unnest($channel::VARCHAR[]) AS channel, unnest($model::VARCHAR[]) AS model,
            unnest($observed_at::TIMESTAMP[]) AS observed_at,
            unnest($as_of::TIMESTAMP[]) AS as_of
    )
),
-- One row for each time at which a board was looked at; `looks` counts those that showed it.
looked AS (
    SELECT
        *,
        count(*) FILTER (has_shown) OVER timeline AS looks,
        max(CASE WHEN has_shown THEN observed_at END) OVER timeline AS last_seen_at
    FROM (
        SELECT
            board, channel, observed_at,
            arg_max(outcome, attempted_at) IN ('suspect', 'rejected', 'blocked', 'failed')
                AS is_sick,
            bool_or(outcome IN ('changed', 'unchanged', 'not_modified')) AS has_shown
        FROM record.captures
        WHERE board IN (SELECT board FROM waiting)
        GROUP BY board, channel, observed_at
    )
    WINDOW timeline AS (PARTITION BY board, channel ORDER BY observed_at)
),
snapshot AS (
    SELECT board, channel, observed_at, arg_max(snapshot_id, standing_id) AS snapshot_id
    FROM record.snapshots
    WHERE board IN (SELECT board FROM waiting)
    GROUP BY board, channel, observed_at
),
placed AS (
    SELECT
        w.*, h.snapshot_id, coalesce(l.is_sick, FALSE) AS is_sick,
        coalesce(l.looks, 0) - coalesce(f.looks, 0) AS looks,
        CASE WHEN l.last_seen_at > w.observed_at THEN l.last_seen_at END AS last_seen_at
    FROM waiting AS w
    ASOF LEFT JOIN looked AS l
        ON l.board = w.board AND l.channel = w.channel AND l.observed_at <= w.as_of
    ASOF LEFT JOIN looked AS f
        ON f.board = w.board AND f.channel = w.channel AND f.observed_at <= w.observed_at
    ASOF LEFT JOIN snapshot AS h
        ON h.board = w.board AND h.channel = w.channel AND h.observed_at <= w.as_of
),
shown AS (
    SELECT snapshot_id, model, min(standing) AS standing
    FROM record.shown
    WHERE snapshot_id IN (SELECT snapshot_id FROM placed)
    GROUP BY snapshot_id, model
)
SELECT p.change_id, p.asked, e.standing, p.looks, p.last_seen_at, p.is_sick
FROM placed AS p
LEFT JOIN shown AS e ON e.snapshot_id = p.snapshot_id AND e.model = p.model
