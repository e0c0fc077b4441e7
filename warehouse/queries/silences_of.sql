-- A line is stale from the first look at its source that comes longer after its last new standing
-- than the board's patience, until the next new standing. A look is a capture that reached the
-- source: a copy that the source carried over is one, and so is a day missing from an archive, if
-- that was asked for as it went by.
WITH standing AS (
    SELECT
        s.board, s.channel, s.snapshot_id, s.observed_at,
        lead(s.snapshot_id) OVER timeline AS recovered_in,
        lead(s.observed_at) OVER timeline AS recovered_at,
        lead(s.cause) OVER timeline AS recovered_cause
    FROM record.snapshots AS s
    WHERE s.board IN (SELECT unnest($boards::VARCHAR[]))
    WINDOW timeline AS (PARTITION BY s.board, s.channel ORDER BY s.observed_at, s.standing_id)
),
look AS (
    SELECT
        board, channel, cause,
        CASE WHEN cause = 'source' THEN greatest(attempted_at, observed_at) ELSE observed_at END
            AS looked_at
    FROM record.captures
    WHERE board IN (SELECT unnest($boards::VARCHAR[]))
        AND (
            outcome IN ('changed', 'unchanged', 'not_modified')
            OR (outcome = 'absent' AND cause = 'source')
        )
)
SELECT
    s.board, s.channel, s.snapshot_id, min(l.looked_at) AS stale_at,
    arg_min(l.cause, l.looked_at) AS stale_cause, any_value(s.recovered_in) AS recovered_in,
    any_value(s.recovered_at) AS recovered_at, any_value(s.recovered_cause) AS recovered_cause
FROM standing AS s
JOIN record.boards AS b USING (board)
JOIN look AS l
    ON l.board = s.board AND l.channel = s.channel
    AND l.looked_at > s.observed_at + b.stale_after
    AND coalesce(l.looked_at < s.recovered_at, TRUE)
GROUP BY s.board, s.channel, s.snapshot_id
