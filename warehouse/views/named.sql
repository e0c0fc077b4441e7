-- The same with what the catalogue knows of each name; the organization as it spells it, where it
-- does.
CREATE OR REPLACE VIEW record.named AS
SELECT
    e.* REPLACE (coalesce(n.organization, e.organization) AS organization), n.country,
    n.model AS base_model
FROM record.shown AS e
LEFT JOIN record.names AS n
    ON n.name = e.model AND n.printed IS NOT DISTINCT FROM e.organization
