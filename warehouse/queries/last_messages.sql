-- The last message of each group; where there are two of a revision, the one that corrects.
SELECT body
FROM record.messages
WHERE group_id IN (SELECT unnest($groups::VARCHAR[]))
QUALIFY row_number() OVER (
    PARTITION BY group_id ORDER BY revision DESC, reason = 'first'
) = 1
