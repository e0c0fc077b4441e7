-- Every leader of every board, with its reign; valid_to is NULL for who leads now.
CREATE OR REPLACE VIEW leaders AS
WITH line AS (
    SELECT
        snapshot_id, board, channel, observed_at,
        row_number() OVER timeline AS position,
        lead(observed_at) OVER timeline AS next_at
    FROM record.snapshots
    WINDOW timeline AS (PARTITION BY board, channel ORDER BY observed_at, standing_id)
),
led AS (
    SELECT
        l.*, e.key, e.model, e.organization, e.country, e.score,
        l.position - row_number() OVER (
            PARTITION BY l.board, l.channel, e.key ORDER BY l.position
        ) AS reign
    FROM line AS l
    JOIN record.named AS e USING (snapshot_id)
    WHERE e.standing = 1
)
SELECT
    board,
    arg_max(model, position) AS model,
    arg_max(organization, position) AS organization,
    arg_max(country, position) AS country,
    min(observed_at) AS valid_from,
    CASE WHEN bool_and(next_at IS NOT NULL) THEN max(next_at) END AS valid_to,
    max(score) AS best_score,
    channel
FROM led
GROUP BY board, channel, key, reign
ORDER BY board, valid_from
