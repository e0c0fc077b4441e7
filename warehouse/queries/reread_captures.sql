-- What pages say that are read again: of the capture that was parsed all of it, of those that
-- repeated its bytes the standing alone.
WITH page AS (
    SELECT
        unnest($board::VARCHAR[]) AS board,
        unnest($channel::VARCHAR[]) AS channel,
        unnest($sha256::VARCHAR[]) AS sha256,
        unnest($standing_id::VARCHAR[]) AS standing_id,
        unnest($outcome::VARCHAR[]) AS outcome,
        unnest($reason::VARCHAR[]) AS reason,
        unnest($observed_at::TIMESTAMP[]) AS observed_at,
        unnest($published_at::TIMESTAMP[]) AS published_at,
        unnest($method::VARCHAR[]) AS method,
        unnest($notice::VARCHAR[]) AS notice,
        unnest($reread_at::TIMESTAMP[]) AS reread_at
)
UPDATE record.captures AS c
SET standing_id = p.standing_id,
    published_at = p.published_at,
    reread_at = p.reread_at,
    outcome = CASE
        WHEN c.reason = 'same bytes' AND p.standing_id IS NOT NULL THEN c.outcome ELSE p.outcome
    END,
    reason = CASE
        WHEN c.reason = 'same bytes' AND p.standing_id IS NOT NULL THEN c.reason ELSE p.reason
    END,
    observed_at = CASE WHEN c.reason = 'same bytes' THEN c.observed_at ELSE p.observed_at END,
    method = p.method,
    notice = p.notice
FROM page AS p
WHERE c.board = p.board AND c.channel = p.channel AND c.sha256 = p.sha256
    AND c.outcome NOT IN ('blocked', 'failed', 'absent')
