-- The names of all changes that snapshots showed as it happened.
SELECT change_id
FROM changes
WHERE to_snapshot IN (SELECT unnest($snapshots::VARCHAR[])) AND cause = 'source'
