-- The states that a rename has on the lines of a board.
SELECT coalesce(list(state), [])
FROM record.renames
WHERE board = $board AND old_model = $old_model AND new_model = $new_model
