-- Which identity a key on a page means, from when until when.
CREATE OR REPLACE VIEW record.alias_spans AS
SELECT
    board, channel, key, identity, since,
    lead(since) OVER (PARTITION BY board, channel, key ORDER BY since, snapshot_id) AS until
FROM record.aliases
