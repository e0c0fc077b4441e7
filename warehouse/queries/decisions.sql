-- The last decision about each rename.
SELECT board, old_model, new_model, arg_max(is_accepted, decided_at)
FROM record.decisions
GROUP BY board, old_model, new_model
