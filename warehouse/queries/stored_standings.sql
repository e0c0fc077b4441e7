-- Which of these standings have their rows on record, whether or not a capture shows them now.
SELECT DISTINCT standing_id
FROM record.entries
WHERE standing_id IN (SELECT unnest($ids::VARCHAR[]))
