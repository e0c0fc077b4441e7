-- An attempt is on record once, however often it is kept.
INSERT INTO record.captures BY NAME
WITH attempt AS (
    SELECT
        unnest($capture_id::VARCHAR[]) AS capture_id,
        unnest($board::VARCHAR[]) AS board,
        unnest($channel::VARCHAR[]) AS channel,
        unnest($cause::VARCHAR[]) AS cause,
        unnest($url::VARCHAR[]) AS url,
        unnest($attempted_at::TIMESTAMP[]) AS attempted_at,
        unnest($observed_at::TIMESTAMP[]) AS observed_at,
        unnest($published_at::TIMESTAMP[]) AS published_at,
        unnest($outcome::VARCHAR[]) AS outcome,
        unnest($reason::VARCHAR[]) AS reason,
        unnest($http_status::USMALLINT[]) AS http_status,
        unnest($size_bytes::UBIGINT[]) AS size_bytes,
        unnest($sha256::VARCHAR[]) AS sha256,
        unnest($archived::VARCHAR[]) AS archived,
        unnest($etag::VARCHAR[]) AS etag,
        unnest($last_modified::VARCHAR[]) AS last_modified,
        unnest($notice::VARCHAR[]) AS notice,
        unnest($standing_id::VARCHAR[]) AS standing_id,
        unnest($method::VARCHAR[]) AS method
)
SELECT DISTINCT ON (capture_id)
    *, CASE WHEN reason = 'same bytes' THEN outcome END AS repeats_as
FROM attempt
WHERE capture_id NOT IN (SELECT capture_id FROM record.captures)
