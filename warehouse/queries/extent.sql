-- What tells one state of the record from a later one: captures and decisions are only ever added,
-- and pages that are read again say when. Names are looked up after all else. Deliveries go on after
-- what they tell of was published.
SELECT
    (SELECT count(*) FROM record.captures),
    (SELECT max(reread_at) FROM record.captures),
    (SELECT count(*) FROM record.decisions),
    (SELECT count(*) FROM record.names),
    (SELECT any_value(digest) FROM record.catalogue),
    (SELECT count(*) FROM record.messages),
    (SELECT sum(hash(key, state, attempts)) FROM record.deliveries),
    (SELECT list(name ORDER BY name) FROM record.migrations),
    (SELECT list(b ORDER BY b.board) FROM record.boards AS b)
