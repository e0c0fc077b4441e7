-- Every page that was parsed, as it came first to its line.
SELECT
    board, channel, sha256, url, archived, cause, attempted_at, observed_at, reason, standing_id
FROM record.captures
WHERE board IN (SELECT unnest($boards::VARCHAR[])) AND archived IS NOT NULL
    AND sha256 IS NOT NULL AND outcome NOT IN ('blocked', 'failed', 'absent', 'not_modified')
    AND reason <> 'same bytes'
QUALIFY row_number() OVER (PARTITION BY board, channel, sha256 ORDER BY attempted_at) = 1
ORDER BY observed_at, board, channel, sha256
