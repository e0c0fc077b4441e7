-- Every model of every snapshot: those the page shows, and those below its cut as last known.
CREATE OR REPLACE VIEW record.shown AS
SELECT
    s.snapshot_id, e.key, e.model, e.organization, e.rank, e.rank AS known_rank, e.place,
    e.score, e.score_low, e.score_high, e.votes, FALSE AS unseen
FROM record.snapshots AS s
JOIN record.entries AS e USING (standing_id)
UNION ALL
SELECT
    snapshot_id, key, model, organization, NULL, rank, place,
    score, score_low, score_high, votes, TRUE
FROM record.unseen
