-- The best model of each organization on a board as of a time.
CREATE OR REPLACE MACRO best_by_organization(board_name, ts) AS TABLE
SELECT organization, model, rank, place, score, score_low, score_high, observed_at, snapshot_id
FROM standings_at(board_name, ts)
WHERE NOT unseen AND organization IS NOT NULL AND coalesce(rank, place) IS NOT NULL
QUALIFY row_number() OVER (PARTITION BY organization ORDER BY coalesce(rank, place), model) = 1
ORDER BY coalesce(rank, place), model
