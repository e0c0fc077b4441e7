SELECT
    board, channel, snapshot_id, stale_at, stale_cause, recovered_in, recovered_at, recovered_cause
FROM record.silences
WHERE board IN (SELECT unnest($boards::VARCHAR[]))
