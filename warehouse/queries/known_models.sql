-- The models that are on the board after snapshots, under their identities.
SELECT
    s.board, s.channel, e.key AS identity, e.shown_key, e.model, e.organization,
    e.known_rank AS rank, e.score, e.score_low, e.score_high, e.votes, e.place,
    e.standing, e.seen_in, e.unseen
FROM record.shown AS e
JOIN record.snapshots AS s USING (snapshot_id)
WHERE s.snapshot_id IN (SELECT unnest($snapshot_ids::VARCHAR[])) AND e.standing IS NOT NULL
