-- When each line of a board showed one name gone and the other new, whatever was made of it: beside
-- the capture before, or beside what stood on the board after the last snapshot before.
WITH shown AS (
    SELECT
        c.channel, c.capture_id, c.observed_at, c.standing_id, c.attempted_at,
        coalesce(bool_or(e.model = $old_model), FALSE) AS has_old,
        coalesce(bool_or(e.model = $new_model), FALSE) AS has_new
    FROM record.captures AS c
    LEFT JOIN record.entries AS e
        ON e.standing_id = c.standing_id AND e.model IN ($old_model, $new_model)
        AND coalesce(e.rank, e.place) IS NOT NULL
    WHERE c.board = $board AND c.standing_id IS NOT NULL
    GROUP BY ALL
),
hidden AS (
    SELECT
        s.capture_id,
        coalesce(bool_or(u.model = $old_model), FALSE) AS hides_old,
        coalesce(bool_or(u.model = $new_model), FALSE) AS hides_new
    FROM record.snapshots AS s
    LEFT JOIN record.unseen AS u USING (snapshot_id)
    WHERE s.board = $board
    GROUP BY s.capture_id
),
beside AS (
    SELECT
        s.*,
        lag(has_old AND NOT has_new) OVER timeline AS swaps_with_page,
        last_value((has_old OR hides_old) AND NOT (has_new OR hides_new) IGNORE NULLS) OVER (
            timeline ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS swaps_with_snapshot
    FROM shown AS s
    LEFT JOIN hidden AS h USING (capture_id)
    WINDOW timeline AS (
        PARTITION BY channel ORDER BY observed_at, standing_id, attempted_at, capture_id
    )
)
SELECT $board, channel, min(observed_at), max(observed_at)
FROM beside
WHERE has_new AND NOT has_old AND (swaps_with_page OR swaps_with_snapshot)
GROUP BY channel
