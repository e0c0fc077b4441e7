-- What a model is called anywhere: its names with the organizations printed beside them, found by a
-- name that a board prints or by the catalogue's. Where the name has
-- marks, such as an effort or a date, only names with the same marks are meant.
CREATE OR REPLACE MACRO record.names_of(model_name) AS TABLE
WITH meant AS (
    FROM record.names WHERE name = model_name AND model IS NOT NULL
)
SELECT n.name, n.printed
FROM record.names AS n
WHERE n.name = model_name
    OR n.model = model_name AND NOT EXISTS (FROM meant)
    OR (n.model, n.effort, n.dated, n.is_preview, n.setting) IN (
        SELECT (model, effort, dated, is_preview, setting) FROM meant
    )
