-- The addresses with one of these urls that gave their page, whatever was read of it.
SELECT DISTINCT board, channel, url
FROM record.captures
WHERE http_status = 200 AND url IN (SELECT unnest($urls::VARCHAR[]))
