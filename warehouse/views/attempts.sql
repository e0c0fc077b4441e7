-- Every attempt, with the weight it has where one is to tell how it stands with a board or channel.
-- What an old copy in a web archive shows says nothing of how it stands now: it counts where nothing
-- else was asked, and then the last that could be read.
CREATE OR REPLACE VIEW record.attempts AS
SELECT
    *,
    {
        'is_own': url NOT LIKE 'https://web.archive.org/web/%',
        'counts': url NOT LIKE 'https://web.archive.org/web/%'
            OR outcome IN ('changed', 'unchanged', 'not_modified'),
        'attempted_at': attempted_at
    } AS weight,
    -- A copy that the source carried over has no standing of its own: nothing was seen.
    CASE
        WHEN outcome IN ('changed', 'unchanged', 'not_modified') AND standing_id IS NOT NULL
            THEN observed_at
    END AS accepted_at
FROM record.captures
