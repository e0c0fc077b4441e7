-- From when on a decision about a rename matters to each line of a board: the update in which one
-- name is gone and the other new, whatever was made of that so far.
WITH found AS (
    SELECT channel, observed_at
    FROM record.renames
    WHERE board = $board AND old_model = $old_model AND new_model = $new_model
    UNION ALL
    SELECT gone.channel, gone.observed_at
    FROM record.moves AS gone
    JOIN record.moves AS come USING (to_snapshot)
    WHERE gone.board = $board AND gone.model = $old_model AND gone.status IN ('left', 'unseen')
        AND come.model = $new_model AND come.status IN ('entered', 'returned', 'uncovered')
)
SELECT $board, channel, min(observed_at), max(observed_at)
FROM found
GROUP BY channel
