INSERT INTO record.decisions VALUES ($board, $old_model, $new_model, $is_accepted, $decided_at)
