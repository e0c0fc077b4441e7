-- Of these snapshots those in which a model came into, left or moved within the first so many, or in
-- which the publisher's method changed: where `depth` is NULL, those in which anything changed.
SELECT to_snapshot
FROM record.moves
WHERE to_snapshot IN (SELECT unnest($snapshots::VARCHAR[]))
    AND (
        $depth::INTEGER IS NULL
        OR (
            new_standing IS DISTINCT FROM old_standing
            AND least(new_standing, old_standing) <= $depth::INTEGER
        )
        OR (status = 'left' AND old_standing <= $depth::INTEGER)
    )
UNION
SELECT snapshot_id
FROM record.snapshots
WHERE snapshot_id IN (SELECT unnest($snapshots::VARCHAR[])) AND epoch IS NOT NULL
