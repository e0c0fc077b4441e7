-- The captures of pages, by their line and bytes.
WITH page AS (
    SELECT
        unnest($board::VARCHAR[]) AS board,
        unnest($channel::VARCHAR[]) AS channel,
        unnest($sha256::VARCHAR[]) AS sha256
)
SELECT capture_id
FROM record.captures
JOIN page USING (board, channel, sha256)
