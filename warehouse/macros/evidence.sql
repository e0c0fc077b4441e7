-- The two captures behind a change: when each was taken, from where, its hash and its WARC file.
CREATE OR REPLACE MACRO evidence(change) AS TABLE
SELECT
    CASE WHEN s.snapshot_id = f.to_snapshot THEN 'after' ELSE 'before' END AS side,
    c.observed_at, c.published_at, c.url, c.sha256, c.archived, s.snapshot_id, c.capture_id
FROM (SELECT from_snapshot, to_snapshot FROM changes WHERE change_id = change) AS f
JOIN record.snapshots AS s ON s.snapshot_id IN (f.from_snapshot, f.to_snapshot)
JOIN record.captures AS c USING (capture_id)
ORDER BY c.observed_at
