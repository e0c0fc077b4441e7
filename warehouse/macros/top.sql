-- Who is in the top n of a board now.
CREATE OR REPLACE MACRO top(board_name, n) AS TABLE
FROM standings
WHERE board = board_name AND NOT unseen AND coalesce(rank, place) <= n
ORDER BY coalesce(rank, place), model
