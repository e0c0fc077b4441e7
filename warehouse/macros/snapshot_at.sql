-- The snapshot each board shows at a time: of the preferred channel that has one.
CREATE OR REPLACE MACRO record.snapshot_at(ts) AS TABLE
SELECT s.*
FROM record.snapshots AS s
JOIN record.channels AS c USING (board, channel)
WHERE s.observed_at <= as_of(ts)
QUALIFY row_number() OVER (
    PARTITION BY s.board ORDER BY c.position, s.observed_at DESC, s.standing_id DESC
) = 1
