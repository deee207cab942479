-- The ledger's main table: one row per claim, declared beside documented, with names for people.

CREATE TABLE declared_vs_documented AS
SELECT
    claims.claim_id,
    claims.holder,
    parties.name_en AS holder_name,
    coalesce(systems.name, classes.name_en_plural) AS weapon,
    claims.kind,
    claims.qualifier,
    verdicts.declared_low,
    verdicts.declared_high,
    verdicts.documented_firm,
    verdicts.documented_with_estimates,
    verdicts.unit,
    verdicts.verdict,
    claims.as_of,
    claims.speaker,
    verdicts.as_known_on
FROM claims
JOIN verdicts ON verdicts.claim_id = claims.claim_id
LEFT JOIN parties ON parties.party_id = claims.holder
LEFT JOIN systems ON systems.system_id = claims.system
LEFT JOIN classes ON classes.class_id = claims.class_id;
