-- Each proposed claim with its verdict and the names to print; `ledger` is the snapshot.
SELECT
    verdicts.claim_id,
    verdicts.verdict,
    verdicts.declared_low,
    verdicts.declared_high,
    verdicts.documented_firm,
    verdicts.documented_with_estimates,
    verdicts.unit,
    verdicts.rule,
    verdicts.reason,
    verdicts.documented_percent AS percent,
    verdicts.as_known_on,
    verdicts.deals_release_id,
    verdicts.deliveries_release_id,
    verdicts.first_year,
    verdicts.last_year,
    coalesce(systems.unit, classes.unit) AS register_unit,
    coalesce(systems.unroca_category, classes.unroca_category) AS unroca_category,
    systems.short_name AS system_name,
    classes.name_en_plural AS class_name_en,
    classes.name_es_plural AS class_name_es,
    parties.name_en AS holder_name_en,
    parties.name_es AS holder_name_es
FROM verdicts
JOIN claim_facts ON claim_facts.claim_id = verdicts.claim_id
LEFT JOIN systems ON systems.system_id = claim_facts.system
LEFT JOIN classes ON classes.class_id = claim_facts.class_id
LEFT JOIN parties ON parties.party_id = claim_facts.holder
