INSERT INTO record.captures
SELECT
    unnest($capture_id::VARCHAR[]), unnest($board::VARCHAR[]), unnest($channel::VARCHAR[]),
    unnest($cause::VARCHAR[]), unnest($url::VARCHAR[]), unnest($attempted_at::TIMESTAMP[]),
    unnest($observed_at::TIMESTAMP[]), unnest($published_at::TIMESTAMP[]),
    unnest($outcome::VARCHAR[]), unnest($reason::VARCHAR[]), unnest($http_status::USMALLINT[]),
    unnest($size_bytes::UBIGINT[]), unnest($sha256::VARCHAR[]), unnest($archived::VARCHAR[]),
    unnest($etag::VARCHAR[]), unnest($last_modified::VARCHAR[]), unnest($notice::VARCHAR[]),
    unnest($standing_id::VARCHAR[])
