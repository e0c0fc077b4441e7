-- Every model of every snapshot: those the page shows, and those it does not though they are on the
-- board, as last known. `key` is the identity, `standing` what comparisons go by.
CREATE OR REPLACE VIEW record.shown AS
SELECT
    s.snapshot_id, s.snapshot_id AS seen_in, coalesce(a.identity, e.key) AS key,
    e.key AS shown_key, e.model, e.organization, e.rank, e.rank AS known_rank, e.place,
    coalesce(t.standing, e.rank, e.place) AS standing,
    e.score, e.score_low, e.score_high, e.votes, FALSE AS unseen
FROM record.snapshots AS s
JOIN record.entries AS e USING (standing_id)
LEFT JOIN record.alias_spans AS a
    ON a.board = s.board AND a.channel = s.channel AND a.key = e.key
    AND a.since <= s.observed_at AND coalesce(s.observed_at < a.until, TRUE)
LEFT JOIN record.settled AS t
    ON t.snapshot_id = s.snapshot_id AND t.key = coalesce(a.identity, e.key)
UNION ALL
SELECT
    snapshot_id, seen_in, key, shown_key, model, organization, NULL, rank, place, standing,
    score, score_low, score_high, votes, TRUE
FROM record.unseen
