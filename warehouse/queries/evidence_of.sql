-- The captures behind a change, the one before it first.
SELECT side, observed_at, published_at, url, sha256, archived, snapshot_id, capture_id
FROM evidence($change_id)
ORDER BY observed_at, side DESC
