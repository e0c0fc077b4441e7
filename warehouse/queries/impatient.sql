-- The boards whose patience with their source is another than the one on record.
WITH wanted AS (
    SELECT unnest($board::VARCHAR[]) AS board, unnest($stale_after::INTERVAL[]) AS stale_after
)
SELECT b.board
FROM record.boards AS b
JOIN wanted AS w USING (board)
WHERE b.stale_after IS DISTINCT FROM w.stale_after
