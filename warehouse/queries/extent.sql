-- What tells one state of the record from a later one: captures are only ever added.
SELECT
    (SELECT count(*) FROM record.captures),
    (SELECT list(name ORDER BY name) FROM record.migrations),
    (SELECT list(b ORDER BY b.board) FROM record.boards AS b)
