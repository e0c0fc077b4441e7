-- When the first standing of a board was observed.
SELECT min(observed_at) AS observed_at
FROM record.snapshots
WHERE board = $board
