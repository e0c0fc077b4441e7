-- The rows of standings, in their order.
SELECT
    standing_id, key, model, organization, rank, score, score_low, score_high, votes, place
FROM record.entries
WHERE standing_id IN (SELECT unnest($standing_ids::VARCHAR[]))
ORDER BY standing_id, coalesce(rank, place), place, key
