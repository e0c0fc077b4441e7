-- The last times that the record has of anything.
SELECT
    max(attempted_at) AS attempted_at, max(observed_at) AS observed_at,
    (SELECT max(made_at) FROM record.messages) AS made_at
FROM record.captures
