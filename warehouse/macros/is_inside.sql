-- Whether a model with this last known score and interval must stand above the last row shown.
CREATE OR REPLACE MACRO is_inside(score, score_low, score_high, cut_score, higher_is_better) AS
    coalesce(
        CASE
            WHEN higher_is_better THEN coalesce(score_low, score) > cut_score
            ELSE coalesce(score_high, score) < cut_score
        END,
        FALSE
    )
