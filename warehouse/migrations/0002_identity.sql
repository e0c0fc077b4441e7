-- Who is who from snapshot to snapshot, what is doubted, what means anything, where the method
-- changed and when a source fell silent. All that is derived is derived again, so that it is as if
-- it had been from the start.
ALTER TABLE record.captures ADD COLUMN method VARCHAR;
-- When another parser read the page otherwise than the first.
ALTER TABLE record.captures ADD COLUMN reread_at TIMESTAMP;
-- How a capture came whose bytes were known, so that it was not parsed: `unchanged` or
-- `not_modified`, whatever those bytes are read as later.
ALTER TABLE record.captures ADD COLUMN repeats_as VARCHAR;
UPDATE record.captures SET repeats_as = outcome WHERE reason = 'same bytes';
-- `contract` is what a standing must pass; with another one all is judged anew.
ALTER TABLE record.boards ADD COLUMN stale_after INTERVAL;
ALTER TABLE record.boards ADD COLUMN contract VARCHAR;
DROP TABLE record.snapshots;
DROP TABLE record.unseen;
DROP TABLE record.moves;
-- `is_open`: a later capture will tell what this one left in doubt. `moved` is the share of the
-- models on both this and the snapshot before whose score moved. `epoch` is why nothing is
-- compared with the snapshot before, NULL where it is. `state` names all that follows from it.
CREATE TABLE record.snapshots (
    snapshot_id VARCHAR, previous_id VARCHAR, capture_id VARCHAR, standing_id VARCHAR,
    board VARCHAR, channel VARCHAR, cause VARCHAR, observed_at TIMESTAMP, published_at TIMESTAMP,
    models INTEGER, window_rows INTEGER, is_open BOOLEAN, moved DOUBLE, epoch VARCHAR,
    reread_at TIMESTAMP, state VARCHAR
);
-- The models a snapshot does not show though they are on the board, with what was last known.
CREATE TABLE record.unseen (
    snapshot_id VARCHAR, seen_in VARCHAR, key VARCHAR, shown_key VARCHAR, model VARCHAR,
    organization VARCHAR, rank INTEGER, place INTEGER, standing INTEGER, score DOUBLE,
    score_low DOUBLE, score_high DOUBLE, votes BIGINT
);
-- Where a model stands for every comparison, if it is not where the page has it: among equals whose
-- order alone changed, and below one that is missing by mistake.
CREATE TABLE record.settled (snapshot_id VARCHAR, key VARCHAR, standing INTEGER);
-- One row for each model that a snapshot shows otherwise than it was known before. `key` is its
-- identity; `is_alias` says that its name was joined to it by a rename; `is_pending` that the row
-- waits for what becomes of a proposed rename; `from_window` is how many rows were shown at most
-- before, NULL where all were; `doubted_above` counts missing models that would
-- stand above it and whose absence is not confirmed.
CREATE TABLE record.moves (
    from_snapshot VARCHAR, to_snapshot VARCHAR, board VARCHAR, channel VARCHAR, key VARCHAR,
    model VARCHAR, old_model VARCHAR, organization VARCHAR, status VARCHAR, cause VARCHAR,
    observed_at TIMESTAMP, published_at TIMESTAMP, old_rank INTEGER, new_rank INTEGER,
    old_place INTEGER, new_place INTEGER, old_standing INTEGER, new_standing INTEGER,
    old_score DOUBLE, new_score DOUBLE, from_window INTEGER, to_window INTEGER,
    own_move BOOLEAN, displaced_by VARCHAR, is_alias BOOLEAN, is_pending BOOLEAN,
    doubted_above INTEGER
);
-- What a fact about the order of models means beside the model it is tested against.
CREATE TABLE record.tested (
    snapshot_id VARCHAR, key VARCHAR, kind VARCHAR, threshold INTEGER, compared_with VARCHAR,
    z DOUBLE, significance VARCHAR
);
-- From a time on, a key on a page means this identity; every other key is its own.
CREATE TABLE record.aliases (
    board VARCHAR, channel VARCHAR, key VARCHAR, identity VARCHAR, since TIMESTAMP,
    snapshot_id VARCHAR
);
-- Names that seem to have changed: applied, proposed, expired since, or accepted or refused by a
-- person.
CREATE TABLE record.renames (
    board VARCHAR, channel VARCHAR, snapshot_id VARCHAR, observed_at TIMESTAMP,
    old_key VARCHAR, new_key VARCHAR, old_model VARCHAR, new_model VARCHAR, organization VARCHAR,
    old_standing INTEGER, new_standing INTEGER, old_score DOUBLE, new_score DOUBLE,
    old_votes BIGINT, new_votes BIGINT, certainty DOUBLE, state VARCHAR
);
CREATE TABLE record.decisions (
    board VARCHAR, old_model VARCHAR, new_model VARCHAR, is_accepted BOOLEAN, decided_at TIMESTAMP
);
-- From when until when a source was reached and showed nothing new.
CREATE TABLE record.silences (
    board VARCHAR, channel VARCHAR, snapshot_id VARCHAR, stale_at TIMESTAMP, stale_cause VARCHAR,
    recovered_in VARCHAR, recovered_at TIMESTAMP, recovered_cause VARCHAR
);
