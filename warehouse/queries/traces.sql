-- What a snapshot leaves to those after it: for good, who left, which names were joined, and what
-- was learnt of the board; and how it stands with each model as of this snapshot.
WITH snapshot AS (SELECT unnest($snapshot_ids::VARCHAR[]) AS snapshot_id)
SELECT to_snapshot AS snapshot_id, TRUE AS is_lasting, 'left' AS trace, key, '' AS value
FROM record.moves
WHERE status = 'left' AND to_snapshot IN (FROM snapshot)
UNION ALL
SELECT snapshot_id, TRUE, 'alias', key, identity || ' ' || since
FROM record.aliases
WHERE snapshot_id IN (FROM snapshot)
UNION ALL
SELECT snapshot_id, TRUE, 'cut', '', ''
FROM record.snapshots
WHERE NOT is_complete AND snapshot_id IN (FROM snapshot)
UNION ALL
SELECT snapshot_id, TRUE, 'moved', '', moved::VARCHAR
FROM record.snapshots
WHERE moved > 0 AND snapshot_id IN (FROM snapshot)
UNION ALL
SELECT snapshot_id, FALSE, 'unseen', key, seen_in
FROM record.unseen
WHERE snapshot_id IN (FROM snapshot)
UNION ALL
SELECT snapshot_id, FALSE, 'settled', key, standing::VARCHAR
FROM record.settled
WHERE snapshot_id IN (FROM snapshot)
