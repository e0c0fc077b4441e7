-- What is told, to whom, and how far it got. An address stands nowhere here.
-- A change that a rule speaks of: `said` is the sentence that was told, or would be.
CREATE TABLE record.events (
    rule VARCHAR, change_id VARCHAR, group_id VARCHAR, board VARCHAR, channel VARCHAR, kind VARCHAR,
    threshold INTEGER, model VARCHAR, observed_at TIMESTAMP, to_snapshot VARCHAR, state VARCHAR,
    said VARCHAR, noted_at TIMESTAMP, told_at TIMESTAMP
);
-- The events of one group as they are told at once; `body` is the message in JSON.
CREATE TABLE record.messages (
    message_id VARCHAR, rule VARCHAR, group_id VARCHAR, revision INTEGER, reason VARCHAR,
    board VARCHAR, observed_at TIMESTAMP, made_at TIMESTAMP, headline VARCHAR, body VARCHAR
);
-- A message to one receiver, sent in the order of `position`.
CREATE TABLE record.deliveries (
    key VARCHAR, message_id VARCHAR, rule VARCHAR, receiver VARCHAR, state VARCHAR,
    made_at TIMESTAMP, due_at TIMESTAMP, digest_at TIMESTAMP, attempts INTEGER, parts_sent INTEGER,
    error VARCHAR, sent_at TIMESTAMP, position BIGINT
);
-- Rules or boards of which nothing is sent until some time.
CREATE TABLE record.quieted (pattern VARCHAR, until TIMESTAMP, decided_at TIMESTAMP);
-- What happened and nobody told of yet, for want of rules that can be read: snapshots that are
-- `added`, `live` or `forgotten`, or after which a source fell `silent`, changes that were `known`
-- before or are `fresh`, and whether names are `renamed`.
CREATE TABLE record.untold (part VARCHAR, name VARCHAR);
