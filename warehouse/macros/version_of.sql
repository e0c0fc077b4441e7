-- A name of a change with all that a rule may ask of it: equal where it is as it was.
CREATE OR REPLACE MACRO record.version_of(
    change_id, old_rank, new_rank, old_score, new_score, significance, own_move
) AS concat_ws(
    ':', change_id, coalesce(old_rank::VARCHAR, ''), coalesce(new_rank::VARCHAR, ''),
    coalesce(old_score::VARCHAR, ''), coalesce(new_score::VARCHAR, ''), coalesce(significance, ''),
    coalesce(own_move::VARCHAR, '')
)
