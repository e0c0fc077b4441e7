-- Of lines whose new captures show one standing from a time on: those on which that stands already,
-- with nothing open and nothing seen later. There is nothing to derive for them.
WITH fresh AS (
    SELECT
        unnest($boards::VARCHAR[]) AS board,
        unnest($channels::VARCHAR[]) AS channel,
        unnest($standing_ids::VARCHAR[]) AS standing_id,
        unnest($starts::TIMESTAMP[]) AS start
),
head AS (
    SELECT
        board, channel, arg_max(standing_id, (observed_at, standing_id)) AS standing_id,
        bool_or(is_open) AS is_open
    FROM record.snapshots
    WHERE (board, channel) IN (SELECT (board, channel) FROM fresh)
    GROUP BY board, channel
),
seen AS (
    SELECT board, channel, max(observed_at) AS last_at, bool_or(outcome = 'suspect') AS is_held
    FROM record.captures
    WHERE standing_id IS NOT NULL AND (board, channel) IN (SELECT (board, channel) FROM fresh)
    GROUP BY board, channel
)
SELECT f.board, f.channel
FROM fresh AS f
JOIN head USING (board, channel, standing_id)
JOIN seen USING (board, channel)
WHERE NOT head.is_open AND NOT seen.is_held AND seen.last_at <= f.start
