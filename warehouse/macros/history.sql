-- Each interval of constant rank and score of a model on a board, found by name, by key, or by
-- what the catalogue calls it.
CREATE OR REPLACE MACRO history(board_name, model_name) AS TABLE
WITH line AS (
    SELECT
        snapshot_id, channel, observed_at,
        row_number() OVER timeline AS position,
        lead(observed_at) OVER timeline AS next_at
    FROM record.snapshots
    WHERE board = board_name
    WINDOW timeline AS (PARTITION BY channel ORDER BY observed_at, standing_id)
),
standing AS (
    SELECT l.channel, l.position, l.observed_at, l.next_at, e.key, e.model, e.known_rank, e.place,
        e.score
    FROM line AS l
    JOIN record.shown AS e USING (snapshot_id)
    WHERE e.key IN (
        SELECT known.key
        FROM record.shown AS known
        JOIN line USING (snapshot_id)
        WHERE known.key = model_name
            OR (known.model, known.organization) IN (
                SELECT (name, printed) FROM record.names_of(model_name)
            )
            OR known.model = model_name
    )
),
grouped AS (
    SELECT
        *,
        position - row_number() OVER (
            PARTITION BY channel, key, known_rank, place, score ORDER BY position
        ) AS island
    FROM standing
)
SELECT
    min(observed_at) AS valid_from,
    CASE WHEN bool_and(next_at IS NOT NULL) THEN max(next_at) END AS valid_to,
    known_rank AS rank,
    place,
    score,
    arg_max(model, position) AS model,
    channel
FROM grouped
GROUP BY channel, key, known_rank, place, score, island
ORDER BY valid_from
