-- Who made what, from the catalogue: one row for each name as a page prints it, with the
-- organization printed beside it. `digest` is of the catalogue that the rows follow.
CREATE TABLE record.catalogue (digest VARCHAR);
CREATE TABLE record.names (
    name VARCHAR, printed VARCHAR, model VARCHAR, family VARCHAR, organization VARCHAR, country VARCHAR,
    effort VARCHAR, dated VARCHAR, is_preview BOOLEAN, setting VARCHAR
);
-- Who leads each snapshot, as far down as any threshold goes.
CREATE TABLE record.tops (
    snapshot_id VARCHAR, key VARCHAR, model VARCHAR, organization VARCHAR, standing INTEGER
);
