-- What the register documents, once: each delivery by year where format B has it, else each deal as a whole.
-- The newer of the two releases says whether a deal stands; the per-year flags of format B are preferred.
-- A deal whose split by year is not known counts in its last delivery year.

-- Deals that format A has whole and format B, which begins later, has the end of.
CREATE TABLE straddling_deals AS
SELECT DISTINCT pairs.deals_release_id, pairs.deliveries_release_id, parts.deal_id
FROM (
    SELECT DISTINCT deals_release_id, deliveries_release_id, deliveries_first_year
    FROM edition_pairs
    WHERE deliveries_are_newer
) AS pairs
JOIN deal_keys AS wholes ON wholes.release_id = pairs.deals_release_id
JOIN delivery_keys AS parts
    ON parts.release_id = pairs.deliveries_release_id
    AND parts.recipient = wholes.recipient
    AND parts.supplier = wholes.supplier
    AND parts.order_year = wholes.order_year
    AND parts.item = wholes.item
    AND parts.last_year = wholes.last_year
WHERE wholes.first_year < pairs.deliveries_first_year
    AND wholes.last_year >= pairs.deliveries_first_year;

-- Rows that are counted stand together, by holder, so that a question about one reads little of the table.
CREATE TABLE documented AS
SELECT *
FROM (
    SELECT
        pairs.edition,
        'deliveries' AS table_name,
        deliveries.release_id,
        deliveries.line,
        matches.deals_release_id,
        matches.line AS deal_line,
        recipients.party_id AS holder,
        coalesce(suppliers.party_id, deliveries.supplier) AS supplier,
        deliveries.designation,
        items.system_id AS system,
        items.class_id,
        items.unit,
        items.unroca_category,
        deliveries.order_year,
        deliveries.order_year_estimated,
        deliveries.delivery_year AS first_delivery_year,
        deliveries.delivery_year,
        deliveries.delivered AS quantity,
        coalesce(deliveries.delivered_estimated, FALSE)
            OR coalesce(deliveries.delivery_year_estimated, FALSE) AS estimated,
        deliveries.tiv_delivered AS tiv_million,
        CASE
            WHEN deliveries.delivered IS NULL THEN 'number not known'
            WHEN matches.line IS NULL AND NOT pairs.deliveries_are_newer THEN 'not in the newer release'
            WHEN straddling.deal_id IS NOT NULL AND matches.line IS NULL THEN 'counted with its whole deal'
        END AS not_counted
    FROM edition_pairs AS pairs
    JOIN sipri_parties AS recipients ON recipients.party_id = pairs.party_id
    JOIN deliveries
        ON deliveries.release_id = pairs.deliveries_release_id AND deliveries.recipient = recipients.name
    LEFT JOIN sipri_parties AS suppliers ON suppliers.name = deliveries.supplier
    LEFT JOIN register_items AS items
        ON items.designation = deliveries.designation AND items.description = deliveries.description
    LEFT JOIN deal_matches AS matches
        ON matches.deals_release_id = pairs.deals_release_id
        AND matches.deliveries_release_id = pairs.deliveries_release_id
        AND matches.deal_id = deliveries.deal_id
    LEFT JOIN straddling_deals AS straddling
        ON straddling.deals_release_id = pairs.deals_release_id
        AND straddling.deliveries_release_id = pairs.deliveries_release_id
        AND straddling.deal_id = deliveries.deal_id
    UNION ALL
    SELECT
        pairs.edition,
        'deals' AS table_name,
        deals.release_id,
        deals.line,
        deals.release_id AS deals_release_id,
        deals.line AS deal_line,
        recipients.party_id AS holder,
        coalesce(suppliers.party_id, deals.supplier) AS supplier,
        deals.designation,
        items.system_id AS system,
        items.class_id,
        items.unit,
        items.unroca_category,
        deals.order_year,
        deals.order_year_estimated,
        years.first_year AS first_delivery_year,
        years.last_year AS delivery_year,
        deals.delivered AS quantity,
        deals.delivered_estimated AS estimated,
        deals.tiv_delivered AS tiv_million,
        CASE
            WHEN pairs.deliveries_are_newer AND years.first_year >= pairs.deliveries_first_year
                THEN 'not in the newer release'
        END AS not_counted
    FROM edition_pairs AS pairs
    JOIN sipri_parties AS recipients ON recipients.party_id = pairs.party_id
    JOIN deals ON deals.release_id = pairs.deals_release_id AND deals.recipient = recipients.name
    JOIN deal_keys AS years ON years.release_id = deals.release_id AND years.line = deals.line
    LEFT JOIN sipri_parties AS suppliers ON suppliers.name = deals.supplier
    LEFT JOIN register_items AS items
        ON items.designation = deals.designation AND items.description = deals.description
    LEFT JOIN deal_matches AS matches
        ON matches.deals_release_id = pairs.deals_release_id
        AND matches.deliveries_release_id = pairs.deliveries_release_id
        AND matches.line = deals.line
    WHERE matches.line IS NULL
) AS documented_rows
ORDER BY edition, not_counted NULLS FIRST, holder, delivery_year, table_name, release_id, line;

CREATE TABLE documented_orders AS
SELECT
    pairs.edition,
    deals.release_id,
    deals.line,
    recipients.party_id AS holder,
    coalesce(suppliers.party_id, deals.supplier) AS supplier,
    deals.designation,
    items.system_id AS system,
    items.class_id,
    items.unit,
    deals.order_year,
    deals.order_year_estimated,
    deals.ordered AS quantity,
    deals.ordered_estimated AS estimated,
    deals.delivered
FROM edition_pairs AS pairs
JOIN sipri_parties AS recipients ON recipients.party_id = pairs.party_id
JOIN deals ON deals.release_id = pairs.deals_release_id AND deals.recipient = recipients.name
LEFT JOIN sipri_parties AS suppliers ON suppliers.name = deals.supplier
LEFT JOIN register_items AS items
    ON items.designation = deals.designation AND items.description = deals.description;

-- Items that a comment counts (launchers): facts apart, in their own unit, never part of a sum.
CREATE TABLE documented_items AS
SELECT
    orders.edition,
    items.release_id,
    items.line,
    items.item_number,
    orders.holder,
    orders.supplier,
    orders.system,
    orders.class_id,
    orders.order_year,
    items.quantity_low,
    items.quantity_high,
    items.unit,
    items.estimated
FROM deal_items AS items
JOIN documented_orders AS orders ON orders.release_id = items.release_id AND orders.line = items.line;
