-- Names that seem to have changed, the newest first: those that nobody decided upon, or all.
SELECT
    board, observed_at, old_model, new_model, organization, old_standing, new_standing,
    old_score, new_score, old_votes, new_votes, certainty, state, channel, snapshot_id
FROM record.renames
WHERE coalesce(board = $board, TRUE) AND ($all OR state IN ('proposed', 'expired'))
ORDER BY observed_at DESC, board, channel, certainty DESC, old_model
