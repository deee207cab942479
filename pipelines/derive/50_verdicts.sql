-- The verdict rule, once for every claim and every edition of the register.
-- low: the claim's lower bound; firm: firm documented units delivered (for an order: ordered) in years up to
-- the claim's; with_estimates: firm plus estimated.

CREATE TABLE claim_facts AS
SELECT
    claims.claim_id,
    claims.holder,
    claims.supplier,
    claims.system,
    coalesce(claims.class_id, systems.class_id) AS class_id,
    claims.quantity_low AS low,
    claims.quantity_high AS high,
    claims.kind,
    CAST(substring(claims.as_of, 1, 4) AS INTEGER) AS as_of_year,
    CASE
        WHEN claims.declared_unit IS NULL OR claims.declared_unit IN ('system', 'unit', 'item')
            THEN coalesce(systems.unit, classes.unit)
        ELSE claims.declared_unit
    END AS unit,
    classes.scope,
    CASE
        WHEN claims.made_by_holder THEN TRUE
        WHEN concat(';', systems.makers, ';') LIKE concat('%;', claims.holder, ';%') THEN TRUE
        ELSE FALSE
    END AS made_by_holder
FROM claims
LEFT JOIN systems ON systems.system_id = claims.system
LEFT JOIN classes ON classes.class_id = coalesce(claims.class_id, systems.class_id);

-- The systems or, where no model is named, the classes whose rows answer a claim.
CREATE TABLE claim_targets AS
SELECT claim_facts.claim_id, system_families.member AS system, CAST(NULL AS VARCHAR) AS class_id
FROM claim_facts
JOIN system_families ON system_families.family = claim_facts.system
UNION ALL
SELECT claim_facts.claim_id, CAST(NULL AS VARCHAR) AS system, class_families.member AS class_id
FROM claim_facts
JOIN class_families ON class_families.family = claim_facts.class_id
WHERE claim_facts.system IS NULL;

-- Every row that speaks of the claim's weapon, with the part it plays.
CREATE TABLE claim_rows AS
SELECT
    claims.claim_id,
    rows.edition,
    rows.table_name,
    rows.release_id,
    rows.line,
    rows.quantity,
    rows.row_year,
    CASE
        WHEN rows.not_counted IS NOT NULL OR rows.quantity IS NULL THEN 'not counted'
        WHEN rows.unit IS NULL OR rows.unit <> claims.unit THEN 'other unit'
        WHEN rows.first_year > claims.as_of_year THEN 'later'
        WHEN rows.row_year > claims.as_of_year THEN 'split by year not known'
        WHEN rows.estimated THEN 'estimated'
        ELSE 'firm'
    END AS part
FROM claim_facts AS claims
JOIN claim_targets AS targets ON targets.claim_id = claims.claim_id
JOIN (
    SELECT edition, 'delivery' AS kind, table_name, release_id, line, holder, supplier, system, class_id, unit,
        first_delivery_year AS first_year, delivery_year AS row_year, quantity, estimated, not_counted
    FROM documented
    UNION ALL
    SELECT edition, 'order' AS kind, 'deals' AS table_name, release_id, line, holder, supplier, system, class_id, unit,
        order_year AS first_year, order_year AS row_year, quantity, estimated, CAST(NULL AS VARCHAR) AS not_counted
    FROM documented_orders
    UNION ALL
    SELECT edition, 'item' AS kind, 'deal_items' AS table_name, release_id, line, holder, supplier, system, class_id,
        concat('item: ', unit) AS unit, order_year AS first_year, order_year AS row_year, quantity_low AS quantity, estimated,
        CAST(NULL AS VARCHAR) AS not_counted
    FROM documented_items
) AS rows
    ON rows.holder = claims.holder
    AND (rows.system = targets.system OR rows.class_id = targets.class_id)
    AND (claims.supplier IS NULL OR rows.supplier = claims.supplier)
    AND (
        rows.kind = 'item'
        OR (rows.kind = 'order' AND claims.kind = 'order')
        OR (rows.kind = 'delivery' AND claims.kind IN ('holding', 'delivery'))
    );

CREATE TABLE claim_sums AS
SELECT
    claims.*,
    pairs.edition,
    pairs.deals_release_id,
    pairs.deliveries_release_id,
    pairs.first_year,
    pairs.last_year,
    coalesce(sums.firm, 0) AS firm,
    coalesce(sums.firm, 0) + coalesce(sums.estimated, 0) AS with_estimates,
    coalesce(sums.split_not_known, 0) AS split_not_known,
    coalesce(sums.other_unit_rows, 0) AS other_unit_rows
FROM claim_facts AS claims
LEFT JOIN editions ON 1 = 1
LEFT JOIN edition_pairs AS pairs ON pairs.edition = editions.edition AND pairs.party_id = claims.holder
LEFT JOIN (
    SELECT
        claim_id,
        edition,
        CAST(sum(CASE WHEN part = 'firm' THEN quantity END) AS BIGINT) AS firm,
        CAST(sum(CASE WHEN part = 'estimated' THEN quantity END) AS BIGINT) AS estimated,
        CAST(sum(CASE WHEN part = 'split by year not known' THEN quantity END) AS BIGINT) AS split_not_known,
        sum(CASE WHEN part = 'other unit' THEN 1 ELSE 0 END) AS other_unit_rows
    FROM claim_rows
    GROUP BY claim_id, edition
) AS sums ON sums.claim_id = claims.claim_id AND sums.edition = editions.edition;

-- reason names the line of the rule that decided; the words for it stand with the other words of the screen.
CREATE TABLE reasoned AS
SELECT
    *,
    CASE
        WHEN low IS NULL AND high IS NULL THEN 'no_number'
        WHEN holder IS NULL THEN 'no_holder'
        WHEN class_id IS NULL THEN 'no_weapon'
        WHEN kind NOT IN ('holding', 'delivery', 'order') THEN 'kind_outside'
        WHEN scope = 'outside' THEN 'class_outside'
        WHEN kind = 'holding' AND made_by_holder THEN 'made_by_holder'
        WHEN edition IS NULL THEN 'holder_not_loaded'
        WHEN kind = 'order' AND deals_release_id IS NULL THEN 'holder_not_loaded'
        WHEN low IS NULL THEN 'upper_bound_only'
        WHEN as_of_year < first_year THEN 'before_window'
        WHEN low <= firm THEN 'firm_reaches'
        WHEN low <= with_estimates THEN 'estimates_reach'
        WHEN low <= with_estimates + split_not_known THEN 'split_not_known'
        WHEN with_estimates > 0 THEN 'falls_short'
        WHEN split_not_known > 0 THEN 'split_not_known'
        WHEN other_unit_rows > 0 THEN 'other_unit'
        WHEN kind = 'holding' AND first_year > 1950 THEN 'before_window'
        ELSE 'no_row'
    END AS reason
FROM claim_sums;

CREATE TABLE verdicts_by_edition AS
SELECT
    claim_id,
    CASE reason
        WHEN 'firm_reaches' THEN 'documented'
        WHEN 'estimates_reach' THEN 'within_estimates'
        WHEN 'falls_short' THEN 'partly_documented'
        WHEN 'no_row' THEN 'no_record'
        WHEN 'other_unit' THEN 'not_comparable'
        WHEN 'kind_outside' THEN 'out_of_scope'
        WHEN 'class_outside' THEN 'out_of_scope'
        WHEN 'made_by_holder' THEN 'out_of_scope'
        ELSE 'cannot_be_judged'
    END AS verdict,
    low AS declared_low,
    high AS declared_high,
    CASE WHEN with_estimates > 0 THEN firm END AS documented_firm,
    CASE WHEN with_estimates > 0 THEN with_estimates END AS documented_with_estimates,
    unit,
    CASE reason
        WHEN 'firm_reaches' THEN 'declared lower bound <= firm'
        WHEN 'estimates_reach' THEN 'firm < declared lower bound <= firm + estimated'
        WHEN 'falls_short' THEN '0 < firm + estimated < declared lower bound'
        WHEN 'no_row' THEN 'the kind of weapon is covered, and no row documents it'
        WHEN 'other_unit' THEN 'the only rows up to its date count another unit'
        WHEN 'kind_outside' THEN 'no loaded table covers losses, requests or use'
        WHEN 'class_outside' THEN 'no loaded table covers this kind of weapon'
        WHEN 'made_by_holder' THEN 'the holder makes it itself: no transfer table can show it'
        WHEN 'no_number' THEN 'no number is claimed'
        WHEN 'no_holder' THEN 'no holder is named'
        WHEN 'no_weapon' THEN 'no weapon of the reviewed names is named'
        WHEN 'holder_not_loaded' THEN 'no loaded release covers this holder'
        WHEN 'split_not_known' THEN 'a row covers years before and after the date, and its split by year is not known'
        WHEN 'upper_bound_only' THEN 'the claim gives an upper bound only'
        ELSE 'the stock may be older than the tables'
    END AS rule,
    reason,
    edition AS as_known_on,
    CASE
        WHEN reason = 'falls_short' THEN CAST(round(100.0 * with_estimates / low) AS INTEGER)
    END AS documented_percent,
    deals_release_id,
    deliveries_release_id,
    first_year,
    last_year
FROM reasoned;

CREATE TABLE verdicts AS
SELECT *
FROM verdicts_by_edition
WHERE as_known_on = (SELECT max(edition) FROM editions)
    OR as_known_on IS NULL;

CREATE TABLE verdict_rows AS
SELECT claim_id, table_name, release_id, line, part, quantity, row_year
FROM claim_rows
WHERE edition = (SELECT max(edition) FROM editions);
