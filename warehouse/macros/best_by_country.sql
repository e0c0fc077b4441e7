-- The best model of each country on a board as of a time; countries are ISO 3166-1 alpha-2 codes.
CREATE OR REPLACE MACRO best_by_country(board_name, ts) AS TABLE
SELECT
    country, model, organization, rank, place, score, score_low, score_high, observed_at,
    snapshot_id
FROM standings_at(board_name, ts)
WHERE NOT unseen AND country IS NOT NULL AND coalesce(rank, place) IS NOT NULL
QUALIFY row_number() OVER (PARTITION BY country ORDER BY coalesce(rank, place), model) = 1
ORDER BY coalesce(rank, place), model
