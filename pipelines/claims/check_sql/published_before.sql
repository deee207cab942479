-- Claims of the snapshot that name the same number of the same weapon for the same holder, oldest first.
SELECT
    proposed.claim_id,
    earlier.claim_id AS earlier_claim_id,
    coalesce(quotes.said_on, articles.published, earlier.as_of) AS said_on,
    earlier.speaker,
    articles.outlet,
    articles.url,
    articles.text_sha256
FROM claim_facts AS proposed
JOIN ledger.main.claims AS earlier ON earlier.holder = proposed.holder
JOIN ledger.main.quotes AS quotes ON quotes.quote_id = earlier.quote_id
JOIN ledger.main.articles AS articles ON articles.article_id = quotes.article_id
LEFT JOIN systems ON systems.system_id = earlier.system
WHERE coalesce(proposed.low, proposed.high) IN (earlier.quantity_low, earlier.quantity_high)
    AND (
        EXISTS (
            SELECT 1 FROM system_families AS families
            WHERE (families.family = proposed.system AND families.member = earlier.system)
                OR (families.family = earlier.system AND families.member = proposed.system)
        )
        OR (
            (proposed.system IS NULL OR earlier.system IS NULL)
            AND proposed.class_id = coalesce(earlier.class_id, systems.class_id)
        )
    )
ORDER BY proposed.claim_id, said_on, earlier.claim_id
