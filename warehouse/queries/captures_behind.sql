-- The captures that snapshots were read from.
SELECT s.snapshot_id, c.observed_at, c.url, c.sha256, c.archived
FROM record.snapshots AS s
JOIN record.captures AS c USING (capture_id)
WHERE s.snapshot_id IN (SELECT unnest($snapshots::VARCHAR[]))
