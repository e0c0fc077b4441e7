-- All changes that snapshots showed as it happened, as they were: another version is other news.
SELECT record.version_of(change_id, old_rank, new_rank, old_score, new_score, significance, own_move)
FROM changes
WHERE to_snapshot IN (SELECT unnest($snapshots::VARCHAR[])) AND cause IN ('source', 'epoch')
