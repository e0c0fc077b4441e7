-- The snapshots of a board as it stood through time: each of the preferred channel of those that had
-- one by then.
CREATE OR REPLACE MACRO record.board_line(board_name) AS TABLE
SELECT s.*
FROM record.snapshots AS s
JOIN record.channels AS c USING (board, channel)
WHERE s.board = board_name
QUALIFY c.position = min(c.position) OVER (
    PARTITION BY s.board ORDER BY s.observed_at
)
