-- When boards were looked at, whatever came of it, in order.
SELECT DISTINCT board, observed_at
FROM record.captures
WHERE coalesce(observed_at >= $since::TIMESTAMP, TRUE)
    AND coalesce(observed_at <= $until::TIMESTAMP, TRUE)
ORDER BY observed_at, board
