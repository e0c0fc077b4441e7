-- How many captures of each board ended how; what is held may still be believed or not.
SELECT board, outcome, count(*) AS captures
FROM record.captures
WHERE outcome <> 'suspect'
GROUP BY board, outcome
ORDER BY board, outcome
