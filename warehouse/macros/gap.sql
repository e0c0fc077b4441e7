-- How far the best model of one country is ahead of the best of another, through time: in the unit
-- of the board, negative where it is behind, and in per cent of the second. A model below a cut
-- counts as last seen.
CREATE OR REPLACE MACRO gap(board_name, country_a, country_b) AS TABLE
WITH best AS (
    SELECT
        l.snapshot_id, l.observed_at, l.channel, e.country, e.model, e.score,
        CASE WHEN b.higher_is_better THEN 1 ELSE -1 END AS direction
    FROM record.board_line(board_name) AS l
    JOIN record.boards AS b USING (board)
    JOIN record.named AS e ON e.snapshot_id = l.snapshot_id
    WHERE e.country IN (country_a, country_b) AND e.score IS NOT NULL
    QUALIFY row_number() OVER (
        PARTITION BY l.snapshot_id, e.country ORDER BY e.score * direction DESC, e.key
    ) = 1
)
SELECT
    a.observed_at, a.model AS model_a, a.score AS score_a, b.model AS model_b, b.score AS score_b,
    (a.score - b.score) * a.direction AS difference,
    100 * (a.score - b.score) * a.direction / nullif(b.score, 0) AS percent,
    a.channel, a.snapshot_id
FROM best AS a
JOIN best AS b USING (snapshot_id)
WHERE a.country = country_a AND b.country = country_b
ORDER BY a.observed_at
