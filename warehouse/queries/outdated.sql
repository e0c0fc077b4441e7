-- The lines of boards whose contract is another than the one on record, with the times of their
-- first and last standing.
WITH wanted AS (
    SELECT unnest($board::VARCHAR[]) AS board, unnest($contract::VARCHAR[]) AS contract
)
SELECT c.board, c.channel, min(c.observed_at), max(c.observed_at)
FROM record.captures AS c
JOIN record.boards AS b USING (board)
JOIN wanted AS w USING (board)
WHERE c.standing_id IS NOT NULL AND b.contract IS DISTINCT FROM w.contract
GROUP BY c.board, c.channel
