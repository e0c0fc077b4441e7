-- The last capture of each address at which its board was seen.
SELECT
    board,
    channel,
    url,
    arg_max(
        {
            'sha256': sha256, 'archived': archived, 'etag': etag, 'last_modified': last_modified,
            'standing_id': standing_id, 'observed_at': observed_at, 'published_at': published_at,
            'attempted_at': attempted_at
        },
        attempted_at
    )
FROM record.captures
WHERE outcome IN ('changed', 'unchanged', 'not_modified')
    AND url IN (SELECT unnest($urls::VARCHAR[]))
GROUP BY board, channel, url
