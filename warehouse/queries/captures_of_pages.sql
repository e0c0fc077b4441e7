-- From when to when each line shows what some of its captures show: their bytes, which may have
-- been repeated, or their standing, by which others may be repeats.
WITH page AS (
    SELECT board, channel, capture_id, sha256, standing_id
    FROM record.captures
    WHERE capture_id IN (SELECT unnest($capture_ids::VARCHAR[]))
)
SELECT board, channel, min(observed_at), max(observed_at)
FROM record.captures
WHERE capture_id IN (SELECT capture_id FROM page)
    OR (board, channel, sha256) IN (SELECT (board, channel, sha256) FROM page)
    OR (board, channel, standing_id) IN (
        SELECT (board, channel, standing_id) FROM page WHERE standing_id IS NOT NULL
    )
GROUP BY board, channel
