-- Every line of these boards, from its first capture with a standing to the last.
SELECT board, channel, min(observed_at), max(observed_at)
FROM record.captures
WHERE standing_id IS NOT NULL AND board IN (SELECT unnest($boards::VARCHAR[]))
GROUP BY board, channel
