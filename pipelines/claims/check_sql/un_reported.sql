-- What the UN Register's reports say of a claim's category, holder and unit, up to the claim's year.
-- The exporter's number; where it filed none, the importer's. All models of the category together.
SELECT
    claims.claim_id,
    mirror.category,
    mirror.unit,
    mirror.year,
    CAST(sum(coalesce(mirror.exporter_quantity, mirror.importer_quantity)) AS BIGINT) AS quantity
FROM claim_facts AS claims
LEFT JOIN systems ON systems.system_id = claims.system
LEFT JOIN classes ON classes.class_id = claims.class_id
JOIN mirror
    ON mirror.importer = claims.holder
    AND mirror.category = coalesce(systems.unroca_category, classes.unroca_category)
    AND mirror.unit = claims.unit
    AND (claims.supplier IS NULL OR mirror.exporter = claims.supplier)
    AND (claims.as_of_year IS NULL OR mirror.year <= claims.as_of_year)
WHERE claims.kind IN ('holding', 'delivery')
    AND coalesce(mirror.exporter_quantity, mirror.importer_quantity) > 0
GROUP BY claims.claim_id, mirror.category, mirror.unit, mirror.year
ORDER BY claims.claim_id, mirror.year
