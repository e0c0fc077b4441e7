-- Every capture whose page was parsed, and what was read.
SELECT
    capture_id, board, channel, sha256, url, archived, cause, attempted_at, observed_at,
    published_at, reason, method, notice, standing_id
FROM record.captures
WHERE board IN (SELECT unnest($boards::VARCHAR[])) AND archived IS NOT NULL
    AND sha256 IS NOT NULL AND outcome NOT IN ('blocked', 'failed', 'absent')
    AND repeats_as IS NULL
ORDER BY observed_at, board, channel, attempted_at, capture_id
