SELECT to_snapshot AS snapshot_id, key, NULL AS seen_in
FROM record.moves
WHERE status = 'left' AND to_snapshot IN (SELECT unnest($snapshot_ids::VARCHAR[]))
UNION ALL
SELECT snapshot_id, key, seen_in
FROM record.unseen
WHERE snapshot_id IN (SELECT unnest($snapshot_ids::VARCHAR[]))
