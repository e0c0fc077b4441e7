INSERT INTO record.settled BY NAME
SELECT to_snapshot AS snapshot_id, key, new_standing AS standing
FROM compared
WHERE is_shown AND new_standing <> coalesce(new_rank, new_place)
ORDER BY to_snapshot, key
