-- Whether a model with this last known score and interval must stand above the last row shown.
CREATE OR REPLACE MACRO is_inside(score, score_low, score_high, cut_score, higher_is_better) AS
    coalesce(
        if(
            higher_is_better,
            coalesce(score_low, score) > cut_score,
            coalesce(score_high, score) < cut_score
        ),
        FALSE
    )
