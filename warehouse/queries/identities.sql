-- What keys mean on lines just before a time, where they do not mean themselves.
SELECT a.board, a.channel, a.key, a.identity
FROM record.alias_spans AS a
JOIN record.line_starts($boards, $channels, $starts) AS line USING (board, channel)
WHERE a.since < line.start AND coalesce(line.start <= a.until, TRUE)
