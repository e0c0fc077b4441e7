-- What became of captures in order of time; those with the same bytes as before stay as they are.
UPDATE record.captures AS c
SET outcome = j.outcome, reason = j.reason
FROM (
    SELECT
        unnest($capture_ids::VARCHAR[]) AS capture_id,
        unnest($outcomes::VARCHAR[]) AS outcome,
        unnest($reasons::VARCHAR[]) AS reason
) AS j
WHERE c.capture_id = j.capture_id
