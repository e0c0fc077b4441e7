-- What captures say whose pages are read again. Those that repeat the bytes of one follow it: they
-- came as they came and when they came, but show what it shows, and are as broken as it is.
WITH page AS (
    SELECT
        unnest($capture_id::VARCHAR[]) AS page_id,
        unnest($board::VARCHAR[]) AS board,
        unnest($channel::VARCHAR[]) AS channel,
        unnest($sha256::VARCHAR[]) AS sha256,
        unnest($attempted_at::TIMESTAMP[]) AS attempted_at,
        unnest($standing_id::VARCHAR[]) AS standing_id,
        unnest($outcome::VARCHAR[]) AS outcome,
        unnest($reason::VARCHAR[]) AS reason,
        unnest($observed_at::TIMESTAMP[]) AS observed_at,
        unnest($published_at::TIMESTAMP[]) AS published_at,
        unnest($method::VARCHAR[]) AS method,
        unnest($notice::VARCHAR[]) AS notice,
        unnest($reread_at::TIMESTAMP[]) AS reread_at
),
repeated AS (
    SELECT
        c.capture_id, p.standing_id, p.published_at, p.reread_at, c.method, c.notice,
        CASE WHEN p.outcome IN ('changed', 'unchanged') THEN c.repeats_as ELSE p.outcome END
            AS outcome,
        CASE WHEN p.outcome IN ('changed', 'unchanged') THEN 'same bytes' ELSE p.reason END
            AS reason,
        CASE WHEN c.observed_at = c.attempted_at THEN c.observed_at ELSE p.observed_at END
            AS observed_at
    FROM record.captures AS c
    JOIN page AS p USING (board, channel, sha256)
    WHERE c.repeats_as IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY c.capture_id ORDER BY p.attempted_at DESC) = 1
),
reading AS (
    SELECT
        page_id AS capture_id, standing_id, published_at, reread_at, method, notice, outcome,
        reason, observed_at
    FROM page
    UNION ALL BY NAME
    FROM repeated
)
UPDATE record.captures AS c
SET standing_id = r.standing_id,
    published_at = r.published_at,
    reread_at = r.reread_at,
    outcome = r.outcome,
    reason = r.reason,
    observed_at = r.observed_at,
    method = r.method,
    notice = r.notice
FROM reading AS r
WHERE c.capture_id = r.capture_id
