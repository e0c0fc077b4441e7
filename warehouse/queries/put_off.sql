INSERT INTO record.untold BY NAME
SELECT unnest($snapshots::VARCHAR[]) AS snapshot_id, NULL AS change_id
UNION ALL
SELECT NULL, unnest($changes::VARCHAR[])
