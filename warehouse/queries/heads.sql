-- The last snapshot that each line has before a time, with what was learnt of the line up to it:
-- the method its scores are made by, the largest share of scores that ever moved at once, whether a
-- page ever showed the top only, how many rows the one shows that shows most since the last epoch,
-- and the last date that a page stated.
SELECT
    s.board, s.channel, s.snapshot_id, s.observed_at, s.standing_id, s.window_rows, s.is_open,
    s.moved, s.epoch, s.reread_at, s.state,
    last_value(c.method IGNORE NULLS) OVER past AS method,
    max(s.moved) OVER line_past AS most_moved,
    bool_or(s.window_rows IS NOT NULL) OVER line_past AS was_cut,
    CASE
        WHEN bool_and(s.window_rows IS NOT NULL) OVER era THEN max(s.window_rows) OVER era
    END AS widest,
    last_value(s.published_at IGNORE NULLS) OVER past AS published_at
FROM (
    SELECT s.*, count(s.epoch) OVER (
        PARTITION BY s.board, s.channel ORDER BY s.observed_at, s.standing_id
    ) AS epochs
    FROM record.snapshots AS s
    JOIN record.line_starts($boards, $channels, $starts) AS line
        ON line.board = s.board AND line.channel = s.channel AND s.observed_at < line.start
) AS s
JOIN record.captures AS c USING (capture_id)
WINDOW
    era AS (PARTITION BY s.board, s.channel, s.epochs),
    line_past AS (PARTITION BY s.board, s.channel),
    past AS (
        PARTITION BY s.board, s.channel ORDER BY s.observed_at, s.standing_id
        ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    )
QUALIFY row_number() OVER (
    PARTITION BY s.board, s.channel ORDER BY s.observed_at DESC, s.standing_id DESC
) = 1
