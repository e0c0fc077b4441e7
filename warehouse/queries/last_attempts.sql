-- When we last asked for a page of each board; what other archives took is of other clocks.
SELECT board, max(attempted_at) FROM record.captures WHERE cause = 'source' GROUP BY board
