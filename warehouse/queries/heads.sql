-- The last snapshot that each line has before a time, with the method it was made by, the largest
-- share of scores that ever moved at once, and whether a page ever showed the top only.
SELECT
    s.board, s.channel, s.snapshot_id, s.observed_at, s.standing_id, s.window_rows, s.is_open,
    s.moved, s.epoch, c.method, max(s.moved) OVER past AS most_moved,
    bool_or(NOT s.is_complete) OVER past AS was_cut
FROM record.snapshots AS s
JOIN record.captures AS c USING (capture_id)
JOIN record.line_starts($boards, $channels, $starts) AS line
    ON line.board = s.board AND line.channel = s.channel AND s.observed_at < line.start
WINDOW past AS (PARTITION BY s.board, s.channel)
QUALIFY row_number() OVER (
    PARTITION BY s.board, s.channel ORDER BY s.observed_at DESC, s.standing_id DESC
) = 1
