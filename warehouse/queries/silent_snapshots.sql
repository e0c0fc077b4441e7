-- Of these standings those after which a silence lasts, and the first after silences of boards that
-- were told.
SELECT snapshot_id
FROM record.silences
WHERE snapshot_id IN (SELECT unnest($silent::VARCHAR[])) AND recovered_in IS NULL
UNION
SELECT s.recovered_in
FROM record.silences AS s
JOIN record.events AS e
    ON e.to_snapshot = s.snapshot_id AND e.kind = 'source_stale' AND e.state = 'told'
WHERE s.board IN (SELECT unnest($boards::VARCHAR[])) AND s.recovered_in IS NOT NULL
