-- What every name means that any board printed: its model in the catalogue, who made it and where that
-- is based, and what the name says beside the model. NULL is what the catalogue does not know.
CREATE OR REPLACE VIEW names AS
SELECT
    name, printed AS printed_organization, model AS base_model, family, organization, country, effort,
    dated, is_preview, setting
FROM record.names
ORDER BY name, printed
