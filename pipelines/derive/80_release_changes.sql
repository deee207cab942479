-- What changed between two releases of the per-deal format: each deal of the older one meets one of the newer
-- one, by the strictest key that still finds it. A deal that only the older one has is withdrawn, one that
-- only the newer one has is added; a new name for the same deal is a rename, not both.

CREATE TABLE release_pairs AS
SELECT older.release_id AS old_release_id, newer.release_id AS new_release_id
FROM register_releases AS older
JOIN register_releases AS newer ON newer.format = older.format AND newer.known_on > older.known_on
WHERE older.format = 'deals' AND older.undated = 0 AND newer.undated = 0;

CREATE TABLE deal_versions AS
SELECT
    deals.release_id,
    deals.line,
    recipients.party_id AS recipient,
    coalesce(suppliers.party_id, deals.supplier) AS supplier,
    deals.recipient AS recipient_name,
    deals.supplier AS supplier_name,
    deals.designation,
    coalesce(items.system_id, deals.designation) AS item,
    coalesce(items.class_id, deals.description) AS class_id,
    coalesce(deals.order_year, 0) AS order_year,
    coalesce(deals.ordered, -1) AS ordered,
    coalesce(deals.delivered, -1) AS delivered,
    coalesce(deals.delivery_years, '') AS delivery_years,
    deals.status,
    concat_ws('|', deals.order_year_estimated, deals.ordered_estimated, deals.delivered_estimated) AS flags,
    coalesce(deals.tiv_delivered, -1) AS tiv_delivered
FROM deals
JOIN sipri_parties AS recipients ON recipients.name = deals.recipient
LEFT JOIN sipri_parties AS suppliers ON suppliers.name = deals.supplier
LEFT JOIN register_items AS items
    ON items.designation = deals.designation AND items.description = deals.description;

-- Only recipients that both releases cover are compared.
CREATE TABLE old_versions AS
SELECT
    pairs.old_release_id,
    pairs.new_release_id,
    versions.*,
    concat_ws('|', recipient, supplier, item, order_year, ordered, delivered, delivery_years) AS same_key,
    concat_ws('|', recipient, supplier, item, order_year) AS deal_key,
    concat_ws('|', recipient, supplier, class_id, order_year, ordered, delivered, delivery_years) AS numbers_key,
    concat_ws('|', recipient, supplier, item, delivered, delivery_years) AS delivery_key
FROM release_pairs AS pairs
JOIN deal_versions AS versions ON versions.release_id = pairs.old_release_id
JOIN register_releases AS newer ON newer.release_id = pairs.new_release_id
WHERE newer.scope_parties IS NULL
    OR concat(';', newer.scope_parties, ';') LIKE concat('%;', versions.recipient, ';%');

CREATE TABLE new_versions AS
SELECT
    pairs.old_release_id,
    pairs.new_release_id,
    versions.*,
    concat_ws('|', recipient, supplier, item, order_year, ordered, delivered, delivery_years) AS same_key,
    concat_ws('|', recipient, supplier, item, order_year) AS deal_key,
    concat_ws('|', recipient, supplier, class_id, order_year, ordered, delivered, delivery_years) AS numbers_key,
    concat_ws('|', recipient, supplier, item, delivered, delivery_years) AS delivery_key
FROM release_pairs AS pairs
JOIN deal_versions AS versions ON versions.release_id = pairs.new_release_id
JOIN register_releases AS older ON older.release_id = pairs.old_release_id
WHERE older.scope_parties IS NULL
    OR concat(';', older.scope_parties, ';') LIKE concat('%;', versions.recipient, ';%');

CREATE TABLE pairs_same AS
SELECT a.old_release_id, a.new_release_id, a.line AS old_line, b.line AS new_line
FROM (
    SELECT *, row_number() OVER (
        PARTITION BY old_release_id, new_release_id, same_key ORDER BY flags, tiv_delivered, line
    ) AS place
    FROM old_versions
) AS a
JOIN (
    SELECT *, row_number() OVER (
        PARTITION BY old_release_id, new_release_id, same_key ORDER BY flags, tiv_delivered, line
    ) AS place
    FROM new_versions
) AS b
    ON b.old_release_id = a.old_release_id
    AND b.new_release_id = a.new_release_id
    AND b.same_key = a.same_key
    AND b.place = a.place;

CREATE TABLE old_left_1 AS
SELECT old_versions.*
FROM old_versions
LEFT JOIN pairs_same AS found
    ON found.old_release_id = old_versions.old_release_id
    AND found.new_release_id = old_versions.new_release_id
    AND found.old_line = old_versions.line
WHERE found.old_line IS NULL;

CREATE TABLE new_left_1 AS
SELECT new_versions.*
FROM new_versions
LEFT JOIN pairs_same AS found
    ON found.old_release_id = new_versions.old_release_id
    AND found.new_release_id = new_versions.new_release_id
    AND found.new_line = new_versions.line
WHERE found.new_line IS NULL;

CREATE TABLE pairs_numbers AS
SELECT a.old_release_id, a.new_release_id, a.line AS old_line, b.line AS new_line
FROM (
    SELECT *, row_number() OVER (
        PARTITION BY old_release_id, new_release_id, numbers_key ORDER BY designation, line
    ) AS place
    FROM old_left_1
) AS a
JOIN (
    SELECT *, row_number() OVER (
        PARTITION BY old_release_id, new_release_id, numbers_key ORDER BY designation, line
    ) AS place
    FROM new_left_1
) AS b
    ON b.old_release_id = a.old_release_id
    AND b.new_release_id = a.new_release_id
    AND b.numbers_key = a.numbers_key
    AND b.place = a.place;

CREATE TABLE old_left_2 AS
SELECT old_left_1.*
FROM old_left_1
LEFT JOIN pairs_numbers AS found
    ON found.old_release_id = old_left_1.old_release_id
    AND found.new_release_id = old_left_1.new_release_id
    AND found.old_line = old_left_1.line
WHERE found.old_line IS NULL;

CREATE TABLE new_left_2 AS
SELECT new_left_1.*
FROM new_left_1
LEFT JOIN pairs_numbers AS found
    ON found.old_release_id = new_left_1.old_release_id
    AND found.new_release_id = new_left_1.new_release_id
    AND found.new_line = new_left_1.line
WHERE found.new_line IS NULL;

CREATE TABLE pairs_deal AS
SELECT a.old_release_id, a.new_release_id, a.line AS old_line, b.line AS new_line
FROM (
    SELECT *, row_number() OVER (
        PARTITION BY old_release_id, new_release_id, deal_key ORDER BY ordered, delivered, line
    ) AS place
    FROM old_left_2
) AS a
JOIN (
    SELECT *, row_number() OVER (
        PARTITION BY old_release_id, new_release_id, deal_key ORDER BY ordered, delivered, line
    ) AS place
    FROM new_left_2
) AS b
    ON b.old_release_id = a.old_release_id
    AND b.new_release_id = a.new_release_id
    AND b.deal_key = a.deal_key
    AND b.place = a.place;

CREATE TABLE old_left_3 AS
SELECT old_left_2.*
FROM old_left_2
LEFT JOIN pairs_deal AS found
    ON found.old_release_id = old_left_2.old_release_id
    AND found.new_release_id = old_left_2.new_release_id
    AND found.old_line = old_left_2.line
WHERE found.old_line IS NULL;

CREATE TABLE new_left_3 AS
SELECT new_left_2.*
FROM new_left_2
LEFT JOIN pairs_deal AS found
    ON found.old_release_id = new_left_2.old_release_id
    AND found.new_release_id = new_left_2.new_release_id
    AND found.new_line = new_left_2.line
WHERE found.new_line IS NULL;

-- The order year was corrected: the same item, number and delivery years. Open deals have no delivery to tell by.
CREATE TABLE pairs_delivery AS
SELECT a.old_release_id, a.new_release_id, a.line AS old_line, b.line AS new_line
FROM (
    SELECT *, row_number() OVER (
        PARTITION BY old_release_id, new_release_id, delivery_key ORDER BY order_year, line
    ) AS place
    FROM old_left_3
    WHERE delivery_years <> ''
) AS a
JOIN (
    SELECT *, row_number() OVER (
        PARTITION BY old_release_id, new_release_id, delivery_key ORDER BY order_year, line
    ) AS place
    FROM new_left_3
    WHERE delivery_years <> ''
) AS b
    ON b.old_release_id = a.old_release_id
    AND b.new_release_id = a.new_release_id
    AND b.delivery_key = a.delivery_key
    AND b.place = a.place;

CREATE TABLE met_versions AS
SELECT * FROM pairs_same
UNION ALL
SELECT * FROM pairs_numbers
UNION ALL
SELECT * FROM pairs_deal
UNION ALL
SELECT * FROM pairs_delivery;

-- A changed number is a revision, whatever else changed; a name alone is a rename. The vocabulary of
-- descriptions is not compared: it changed for all deals at once.
CREATE TABLE release_changes AS
SELECT *
FROM (
    SELECT
        met.old_release_id,
        met.new_release_id,
        CASE
            WHEN a.order_year <> b.order_year OR a.ordered <> b.ordered OR a.delivered <> b.delivered
                OR a.delivery_years <> b.delivery_years OR a.flags <> b.flags OR a.status <> b.status
                THEN 'revised'
            WHEN a.designation <> b.designation OR a.recipient_name <> b.recipient_name
                OR a.supplier_name <> b.supplier_name
                THEN 'renamed'
        END AS change,
        met.old_line,
        met.new_line,
        a.recipient,
        a.supplier,
        concat_ws('; ',
            CASE WHEN a.designation <> b.designation THEN 'designation' END,
            CASE WHEN a.recipient_name <> b.recipient_name THEN 'recipient''s name' END,
            CASE WHEN a.supplier_name <> b.supplier_name THEN 'supplier''s name' END,
            CASE WHEN a.order_year <> b.order_year THEN 'order year' END,
            CASE WHEN a.ordered <> b.ordered THEN 'number ordered' END,
            CASE WHEN a.delivered <> b.delivered THEN 'number delivered' END,
            CASE WHEN a.delivery_years <> b.delivery_years THEN 'delivery years' END,
            CASE WHEN a.flags <> b.flags THEN 'certainty' END,
            CASE WHEN a.status <> b.status THEN 'status' END
        ) AS fields
    FROM met_versions AS met
    JOIN old_versions AS a
        ON a.old_release_id = met.old_release_id
        AND a.new_release_id = met.new_release_id
        AND a.line = met.old_line
    JOIN new_versions AS b
        ON b.old_release_id = met.old_release_id
        AND b.new_release_id = met.new_release_id
        AND b.line = met.new_line
) AS compared
WHERE change IS NOT NULL
UNION ALL
SELECT
    a.old_release_id, a.new_release_id, 'withdrawn' AS change, a.line AS old_line, CAST(NULL AS BIGINT) AS new_line,
    a.recipient, a.supplier, '' AS fields
FROM old_versions AS a
LEFT JOIN met_versions AS met
    ON met.old_release_id = a.old_release_id AND met.new_release_id = a.new_release_id AND met.old_line = a.line
WHERE met.old_line IS NULL
UNION ALL
SELECT
    b.old_release_id, b.new_release_id, 'added' AS change, CAST(NULL AS BIGINT) AS old_line, b.line AS new_line,
    b.recipient, b.supplier, '' AS fields
FROM new_versions AS b
LEFT JOIN met_versions AS met
    ON met.old_release_id = b.old_release_id AND met.new_release_id = b.new_release_id AND met.new_line = b.line
WHERE met.new_line IS NULL;
