-- The captures of these urls whose pages are archived, newest first.
SELECT url, attempted_at, archived
FROM record.captures
WHERE archived IS NOT NULL AND url IN (SELECT unnest($urls::VARCHAR[]))
ORDER BY attempted_at DESC, archived
