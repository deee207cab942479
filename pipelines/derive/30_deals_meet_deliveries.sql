-- A deal (format A) and its deliveries by year (format B) have no id in common. They meet where recipient,
-- supplier, order year, total delivered and the set of delivery years agree; where several deals share
-- that key, the designation decides, then the TIV per unit, then what is left alone on both sides.
-- The set of years is compared by its size, first, last and sum of squares.

CREATE TABLE deal_keys AS
SELECT
    deals.release_id,
    deals.line,
    coalesce(recipients.party_id, deals.recipient) AS recipient,
    coalesce(suppliers.party_id, deals.supplier) AS supplier,
    coalesce(deals.order_year, 0) AS order_year,
    deals.delivered,
    years.year_count,
    years.first_year,
    years.last_year,
    years.year_squares,
    coalesce(items.system_id, deals.designation) AS item,
    deals.tiv_unit
FROM deals
JOIN (
    SELECT
        release_id,
        line,
        count(*) AS year_count,
        min(delivery_year) AS first_year,
        max(delivery_year) AS last_year,
        CAST(sum(delivery_year * delivery_year) AS BIGINT) AS year_squares
    FROM deal_years
    GROUP BY release_id, line
) AS years ON years.release_id = deals.release_id AND years.line = deals.line
LEFT JOIN sipri_parties AS recipients ON recipients.name = deals.recipient
LEFT JOIN sipri_parties AS suppliers ON suppliers.name = deals.supplier
LEFT JOIN register_items AS items
    ON items.designation = deals.designation AND items.description = deals.description
WHERE deals.delivered > 0;

CREATE TABLE delivery_keys AS
SELECT
    deliveries.release_id,
    deliveries.deal_id,
    min(coalesce(recipients.party_id, deliveries.recipient)) AS recipient,
    min(coalesce(suppliers.party_id, deliveries.supplier)) AS supplier,
    min(coalesce(deliveries.order_year, 0)) AS order_year,
    CAST(sum(deliveries.delivered) AS BIGINT) AS delivered,
    count(DISTINCT deliveries.delivery_year) AS year_count,
    min(deliveries.delivery_year) AS first_year,
    max(deliveries.delivery_year) AS last_year,
    CAST(sum(DISTINCT deliveries.delivery_year * deliveries.delivery_year) AS BIGINT) AS year_squares,
    min(coalesce(items.system_id, deliveries.designation)) AS item,
    min(deliveries.tiv_unit) AS tiv_unit
FROM deliveries
LEFT JOIN sipri_parties AS recipients ON recipients.name = deliveries.recipient
LEFT JOIN sipri_parties AS suppliers ON suppliers.name = deliveries.supplier
LEFT JOIN register_items AS items
    ON items.designation = deliveries.designation AND items.description = deliveries.description
GROUP BY deliveries.release_id, deliveries.deal_id;

CREATE TABLE match_pairs AS
SELECT DISTINCT deals_release_id, deliveries_release_id
FROM edition_pairs
WHERE deals_release_id IS NOT NULL AND deliveries_release_id IS NOT NULL;

-- The key of each deal, in both formats. Only deals whose key stands on both sides can meet.
CREATE TABLE all_deliveries AS
SELECT
    pairs.deals_release_id,
    pairs.deliveries_release_id,
    keys.deal_id,
    keys.item,
    keys.tiv_unit,
    concat_ws('|', keys.recipient, keys.supplier, keys.order_year, keys.delivered,
              keys.year_count, keys.first_year, keys.last_year, keys.year_squares) AS deal_key
FROM match_pairs AS pairs
JOIN delivery_keys AS keys ON keys.release_id = pairs.deliveries_release_id;

CREATE TABLE keyed_deals AS
SELECT deals.*
FROM (
    SELECT
        pairs.deals_release_id,
        pairs.deliveries_release_id,
        keys.line,
        keys.item,
        keys.tiv_unit,
        concat_ws('|', keys.recipient, keys.supplier, keys.order_year, keys.delivered,
                  keys.year_count, keys.first_year, keys.last_year, keys.year_squares) AS deal_key
    FROM match_pairs AS pairs
    JOIN deal_keys AS keys ON keys.release_id = pairs.deals_release_id
) AS deals
WHERE EXISTS (
    SELECT 1 FROM all_deliveries AS other
    WHERE other.deals_release_id = deals.deals_release_id
        AND other.deliveries_release_id = deals.deliveries_release_id
        AND other.deal_key = deals.deal_key
);

CREATE TABLE keyed_deliveries AS
SELECT deliveries.*
FROM all_deliveries AS deliveries
WHERE EXISTS (
    SELECT 1 FROM keyed_deals AS other
    WHERE other.deals_release_id = deliveries.deals_release_id
        AND other.deliveries_release_id = deliveries.deliveries_release_id
        AND other.deal_key = deliveries.deal_key
);

CREATE TABLE matches_by_designation AS
SELECT a.deals_release_id, a.line, a.deliveries_release_id, b.deal_id
FROM (
    SELECT *, row_number() OVER (
        PARTITION BY deals_release_id, deliveries_release_id, deal_key, item ORDER BY tiv_unit, line
    ) AS place
    FROM keyed_deals
) AS a
JOIN (
    SELECT *, row_number() OVER (
        PARTITION BY deals_release_id, deliveries_release_id, deal_key, item ORDER BY tiv_unit, deal_id
    ) AS place
    FROM keyed_deliveries
) AS b
    ON b.deals_release_id = a.deals_release_id
    AND b.deliveries_release_id = a.deliveries_release_id
    AND b.deal_key = a.deal_key
    AND b.item = a.item
    AND b.place = a.place;

CREATE TABLE matches_by_unit_value AS
SELECT a.deals_release_id, a.line, a.deliveries_release_id, b.deal_id
FROM (
    SELECT keyed_deals.*, row_number() OVER (
        PARTITION BY keyed_deals.deals_release_id, keyed_deals.deliveries_release_id, deal_key, tiv_unit
        ORDER BY keyed_deals.line
    ) AS place
    FROM keyed_deals
    LEFT JOIN matches_by_designation AS found
        ON found.deals_release_id = keyed_deals.deals_release_id
        AND found.deliveries_release_id = keyed_deals.deliveries_release_id
        AND found.line = keyed_deals.line
    WHERE found.line IS NULL
) AS a
JOIN (
    SELECT keyed_deliveries.*, row_number() OVER (
        PARTITION BY keyed_deliveries.deals_release_id, keyed_deliveries.deliveries_release_id, deal_key, tiv_unit
        ORDER BY keyed_deliveries.deal_id
    ) AS place
    FROM keyed_deliveries
    LEFT JOIN matches_by_designation AS found
        ON found.deals_release_id = keyed_deliveries.deals_release_id
        AND found.deliveries_release_id = keyed_deliveries.deliveries_release_id
        AND found.deal_id = keyed_deliveries.deal_id
    WHERE found.deal_id IS NULL
) AS b
    ON b.deals_release_id = a.deals_release_id
    AND b.deliveries_release_id = a.deliveries_release_id
    AND b.deal_key = a.deal_key
    AND b.tiv_unit = a.tiv_unit
    AND b.place = a.place;

CREATE TABLE matches_alone AS
SELECT a.deals_release_id, a.line, a.deliveries_release_id, b.deal_id
FROM (
    SELECT keyed_deals.*, count(*) OVER (
        PARTITION BY keyed_deals.deals_release_id, keyed_deals.deliveries_release_id, deal_key
    ) AS left_over
    FROM keyed_deals
    LEFT JOIN (
        SELECT deals_release_id, deliveries_release_id, line FROM matches_by_designation
        UNION ALL
        SELECT deals_release_id, deliveries_release_id, line FROM matches_by_unit_value
    ) AS found
        ON found.deals_release_id = keyed_deals.deals_release_id
        AND found.deliveries_release_id = keyed_deals.deliveries_release_id
        AND found.line = keyed_deals.line
    WHERE found.line IS NULL
) AS a
JOIN (
    SELECT keyed_deliveries.*, count(*) OVER (
        PARTITION BY keyed_deliveries.deals_release_id, keyed_deliveries.deliveries_release_id, deal_key
    ) AS left_over
    FROM keyed_deliveries
    LEFT JOIN (
        SELECT deals_release_id, deliveries_release_id, deal_id FROM matches_by_designation
        UNION ALL
        SELECT deals_release_id, deliveries_release_id, deal_id FROM matches_by_unit_value
    ) AS found
        ON found.deals_release_id = keyed_deliveries.deals_release_id
        AND found.deliveries_release_id = keyed_deliveries.deliveries_release_id
        AND found.deal_id = keyed_deliveries.deal_id
    WHERE found.deal_id IS NULL
) AS b
    ON b.deals_release_id = a.deals_release_id
    AND b.deliveries_release_id = a.deliveries_release_id
    AND b.deal_key = a.deal_key
WHERE a.left_over = 1 AND b.left_over = 1;

CREATE TABLE deal_matches AS
SELECT *, 'designation' AS decided_by FROM matches_by_designation
UNION ALL
SELECT *, 'TIV per unit' AS decided_by FROM matches_by_unit_value
UNION ALL
SELECT *, 'the key alone' AS decided_by FROM matches_alone;

-- How many delivered deals of a release were found by year in another, of those that can be: all their
-- deliveries fall into the years of the per-year release, and it covers their recipient.
CREATE TABLE match_counts AS
SELECT
    pairs.deals_release_id,
    pairs.deliveries_release_id,
    min(wholes.delivered_deals) AS delivered_deals,
    count(*) AS comparable_deals,
    count(found.line) AS found_deals,
    CAST(sum(CASE WHEN found.decided_by = 'designation' THEN 1 ELSE 0 END) AS BIGINT) AS by_designation,
    CAST(sum(CASE WHEN found.decided_by = 'TIV per unit' THEN 1 ELSE 0 END) AS BIGINT) AS by_unit_value,
    CAST(sum(CASE WHEN found.decided_by = 'the key alone' THEN 1 ELSE 0 END) AS BIGINT) AS by_key_alone
FROM (SELECT DISTINCT deals_release_id, deliveries_release_id FROM deal_matches) AS pairs
JOIN (
    SELECT release_id, count(*) AS delivered_deals FROM deals WHERE delivered > 0 GROUP BY release_id
) AS wholes ON wholes.release_id = pairs.deals_release_id
JOIN releases ON releases.release_id = pairs.deliveries_release_id
JOIN deal_keys AS deals
    ON deals.release_id = pairs.deals_release_id
    AND deals.first_year >= releases.first_year
    AND deals.last_year <= releases.last_year
    AND (
        releases.scope_parties IS NULL
        OR concat(';', releases.scope_parties, ';') LIKE concat('%;', deals.recipient, ';%')
    )
LEFT JOIN deal_matches AS found
    ON found.deals_release_id = pairs.deals_release_id
    AND found.deliveries_release_id = pairs.deliveries_release_id
    AND found.line = deals.line
GROUP BY pairs.deals_release_id, pairs.deliveries_release_id;
