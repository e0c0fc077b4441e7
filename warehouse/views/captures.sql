-- Every attempt, whatever came of it.
CREATE OR REPLACE VIEW captures AS
SELECT
    capture_id, board, channel, cause, attempted_at, observed_at, published_at, outcome, reason,
    http_status, size_bytes, sha256, archived, url, notice
FROM record.captures
ORDER BY attempted_at
