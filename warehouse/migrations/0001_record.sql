-- What was captured and read. Facts of `captures` and `entries` are never changed by what is
-- loaded later; `snapshots`, `unseen` and `moves` are derived from them in order of time.
CREATE TABLE record.boards (
    board VARCHAR, publisher VARCHAR, title VARCHAR, metric VARCHAR, unit VARCHAR,
    higher_is_better BOOLEAN, url VARCHAR, cadence INTERVAL, attribution VARCHAR
);
CREATE TABLE record.channels (board VARCHAR, channel VARCHAR, position UTINYINT);
CREATE TABLE record.captures (
    capture_id VARCHAR, board VARCHAR, channel VARCHAR, cause VARCHAR, url VARCHAR,
    attempted_at TIMESTAMP, observed_at TIMESTAMP, published_at TIMESTAMP,
    outcome VARCHAR, reason VARCHAR, http_status USMALLINT, size_bytes UBIGINT,
    sha256 VARCHAR, archived VARCHAR, etag VARCHAR, last_modified VARCHAR, notice VARCHAR, standing_id VARCHAR
);
CREATE TABLE record.entries (
    standing_id VARCHAR, key VARCHAR, model VARCHAR, organization VARCHAR,
    rank INTEGER, place INTEGER, score DOUBLE, score_low DOUBLE, score_high DOUBLE, votes BIGINT
);
CREATE TABLE record.snapshots (
    snapshot_id VARCHAR, previous_id VARCHAR, capture_id VARCHAR, standing_id VARCHAR,
    board VARCHAR, channel VARCHAR, cause VARCHAR, observed_at TIMESTAMP, published_at TIMESTAMP,
    models INTEGER, is_complete BOOLEAN, window_rows INTEGER, cut_score DOUBLE
);
-- The models a windowed snapshot does not show, with what was last known of them.
CREATE TABLE record.unseen (
    snapshot_id VARCHAR, seen_in VARCHAR, key VARCHAR, model VARCHAR, organization VARCHAR,
    rank INTEGER, place INTEGER, score DOUBLE, score_low DOUBLE, score_high DOUBLE, votes BIGINT
);
-- One row for each model that a snapshot shows otherwise than it was known before.
CREATE TABLE record.moves (
    from_snapshot VARCHAR, to_snapshot VARCHAR, board VARCHAR, channel VARCHAR, key VARCHAR,
    model VARCHAR, old_model VARCHAR, organization VARCHAR, status VARCHAR, cause VARCHAR,
    observed_at TIMESTAMP, published_at TIMESTAMP, old_rank INTEGER, new_rank INTEGER,
    old_place INTEGER, new_place INTEGER, old_score DOUBLE, new_score DOUBLE,
    from_window INTEGER, to_window INTEGER, own_move BOOLEAN, displaced_by VARCHAR
);
-- How many from the top `entered_top` and `left_top` speak of.
CREATE TABLE record.thresholds (threshold INTEGER);
INSERT INTO record.thresholds VALUES (1), (3), (5), (10);
