-- An attempt is on record once, however often it is kept.
INSERT INTO record.captures
WITH attempt AS (
    SELECT
        unnest($capture_id::VARCHAR[]) AS capture_id,
        unnest($board::VARCHAR[]), unnest($channel::VARCHAR[]),
        unnest($cause::VARCHAR[]), unnest($url::VARCHAR[]), unnest($attempted_at::TIMESTAMP[]),
        unnest($observed_at::TIMESTAMP[]), unnest($published_at::TIMESTAMP[]),
        unnest($outcome::VARCHAR[]), unnest($reason::VARCHAR[]),
        unnest($http_status::USMALLINT[]), unnest($size_bytes::UBIGINT[]),
        unnest($sha256::VARCHAR[]), unnest($archived::VARCHAR[]), unnest($etag::VARCHAR[]),
        unnest($last_modified::VARCHAR[]), unnest($notice::VARCHAR[]),
        unnest($standing_id::VARCHAR[]), unnest($method::VARCHAR[])
)
SELECT DISTINCT ON (capture_id) *
FROM attempt
WHERE capture_id NOT IN (SELECT capture_id FROM record.captures)
