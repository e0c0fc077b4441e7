-- How it stands with every board; of the one that was never tried the times are NULL.
SELECT
    b.board, b.state, b.cadence, b.models, b.last_accepted_at, b.last_attempt_at,
    count(c.capture_id) AS held
FROM boards AS b
LEFT JOIN record.captures AS c ON c.board = b.board AND c.outcome = 'suspect'
GROUP BY ALL
ORDER BY b.board
