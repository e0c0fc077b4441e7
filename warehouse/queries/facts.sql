-- What each candidate standing shows beside the snapshot before it: one row a candidate.
WITH common AS (
    SELECT
        candidate, old_score, new_score, new_score - old_score AS shift,
        new_score / nullif(old_score, 0) AS factor,
        (old_score_high - old_score_low + new_score_high - new_score_low) / 2 AS noise,
        (new_score_high - new_score_low) / 2 AS half_width
    FROM paired
    WHERE was_known AND NOT was_unseen AND is_shown
        AND old_score IS NOT NULL AND new_score IS NOT NULL
),
middle AS (
    SELECT
        candidate, median(shift) AS shift, median(factor) AS factor, median(abs(shift)) AS size
    FROM common
    GROUP BY candidate
),
movement AS (
    SELECT
        candidate,
        count(*) AS common,
        count(*) FILTER (c.shift <> 0) AS moved,
        count(noise) AS with_noise,
        count(*) FILTER (abs(c.shift) > noise) AS jumped,
        count(*) FILTER (
            abs(c.shift - m.shift) <= coalesce(c.half_width, 0.1 * abs(m.shift))
        ) AS fit_shift,
        count(*) FILTER (
            abs(c.new_score - c.old_score * m.factor)
            <= coalesce(c.half_width, 0.1 * abs(c.old_score * (m.factor - 1)))
        ) AS fit_factor,
        any_value(m.size) / nullif(max(c.old_score) - min(c.old_score), 0) AS size_in_range
    FROM common AS c
    JOIN middle AS m USING (candidate)
    GROUP BY candidate
)
SELECT
    p.candidate,
    count(*) FILTER (is_shown) AS models,
    CASE WHEN any_value(higher_is_better) THEN min(new_score) ELSE max(new_score) END AS cut_score,
    count(new_score_low) AS with_interval,
    count(new_votes) AS with_votes,
    count(p.organization) FILTER (is_listed) AS with_organization,
    min(new_score) AS lowest,
    max(new_score) AS highest,
    count(*) FILTER (was_known AND NOT was_unseen) AS previous_models,
    count(old_score_low) FILTER (NOT was_unseen) AS previous_with_interval,
    count(old_votes) FILTER (NOT was_unseen) AS previous_with_votes,
    count(old_organization) FILTER (NOT was_unseen) AS previous_with_organization,
    min(old_score) AS previous_lowest,
    max(old_score) AS previous_highest,
    count(*) FILTER (was_known AND NOT is_shown) AS gone,
    count(*) FILTER (NOT was_known AND is_shown) AS newcomers,
    count(*) FILTER (is_listed) - count(DISTINCT key) FILTER (is_listed)
    + count(*) FILTER (is_listed AND starts_with(shown_key, model || '#'))
    + count(*) FILTER (was_known AND starts_with(old_shown_key, old_model || '#')) AS repeats,
    coalesce(any_value(m.common), 0) AS common,
    coalesce(any_value(m.moved), 0) AS moved,
    coalesce(any_value(m.with_noise), 0) AS with_noise,
    coalesce(any_value(m.jumped), 0) AS jumped,
    coalesce(greatest(any_value(m.fit_shift), any_value(m.fit_factor)), 0) AS fit,
    coalesce(any_value(m.size_in_range), 0) AS size_in_range
FROM paired AS p
LEFT JOIN movement AS m USING (candidate)
GROUP BY p.candidate
ORDER BY p.candidate
