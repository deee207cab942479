-- TIV by state and year, added up from the deliveries of each release, and set against SIPRI's own tables.

-- A year with a delivery whose TIV is not given has no sum: it would be too low. Suppliers' sums need the
-- deliveries to all recipients, so a release that is limited to some recipients has none.
-- Decimals, so that the sum does not depend on the order of the rows.
CREATE TABLE tiv_by_year AS
SELECT
    deliveries.release_id,
    'import' AS direction,
    deliveries.recipient AS party,
    deliveries.delivery_year AS year,
    CAST(sum(CAST(deliveries.tiv_delivered AS DECIMAL(18, 4))) AS DOUBLE) AS tiv_million
FROM deliveries
WHERE deliveries.delivery_year IS NOT NULL
GROUP BY deliveries.release_id, deliveries.recipient, deliveries.delivery_year
HAVING count(*) = count(deliveries.tiv_delivered)
UNION ALL
SELECT
    deliveries.release_id,
    'export' AS direction,
    deliveries.supplier AS party,
    deliveries.delivery_year AS year,
    CAST(sum(CAST(deliveries.tiv_delivered AS DECIMAL(18, 4))) AS DOUBLE) AS tiv_million
FROM deliveries
JOIN releases ON releases.release_id = deliveries.release_id AND releases.scope_parties IS NULL
WHERE deliveries.delivery_year IS NOT NULL
GROUP BY deliveries.release_id, deliveries.supplier, deliveries.delivery_year
HAVING count(*) = count(deliveries.tiv_delivered);

-- Which release meets which table, in the years that both cover. A release's last year is that of its rows:
-- it may have been asked for years that its edition does not reach.
CREATE TABLE tiv_comparisons AS
SELECT
    deliveries.release_id AS deliveries_release_id,
    published.release_id AS table_release_id,
    published.direction,
    deliveries.scope_parties AS deliveries_scope,
    listed.scope_parties AS table_scope,
    CASE
        WHEN coalesce(deliveries.scope_first_year, deliveries.first_year) > published.first_year
            THEN coalesce(deliveries.scope_first_year, deliveries.first_year)
        ELSE published.first_year
    END AS first_year,
    CASE
        WHEN deliveries.last_year < published.last_year THEN deliveries.last_year
        ELSE published.last_year
    END AS last_year
FROM releases AS deliveries
CROSS JOIN (
    SELECT release_id, direction, min(year) AS first_year, max(year) AS last_year
    FROM tiv_tables
    GROUP BY release_id, direction
) AS published
JOIN releases AS listed ON listed.release_id = published.release_id
WHERE deliveries.source = 'sipri_register'
    AND deliveries.format = 'deliveries'
    AND (published.direction = 'import' OR deliveries.scope_parties IS NULL);

-- Every state and year that either side has, of the states that neither side leaves out.
CREATE TABLE tiv_cells AS
SELECT DISTINCT
    comparisons.deliveries_release_id,
    comparisons.table_release_id,
    comparisons.direction,
    sides.party,
    sides.year
FROM tiv_comparisons AS comparisons
JOIN (
    SELECT release_id, direction, party, year FROM tiv_by_year
    UNION
    SELECT release_id, direction, party, year FROM tiv_tables
) AS sides
    ON sides.direction = comparisons.direction
    AND sides.release_id IN (comparisons.deliveries_release_id, comparisons.table_release_id)
    AND sides.year BETWEEN comparisons.first_year AND comparisons.last_year
LEFT JOIN sipri_parties ON sipri_parties.name = sides.party
WHERE (
        comparisons.deliveries_scope IS NULL
        OR concat(';', comparisons.deliveries_scope, ';') LIKE concat('%;', sipri_parties.party_id, ';%')
    )
    AND (
        comparisons.table_scope IS NULL
        OR concat(';', comparisons.table_scope, ';') LIKE concat('%;', sipri_parties.party_id, ';%')
    );

-- SIPRI prints whole millions, a half rounded up; 0 stands for more than nothing and less than a half, and
-- blank for no delivery at all.
CREATE TABLE tiv_reconciliation AS
SELECT
    cells.deliveries_release_id,
    cells.table_release_id,
    cells.direction,
    cells.party,
    cells.year,
    computed.tiv_million AS computed_tiv_million,
    published.tiv_million AS published_tiv_million,
    coalesce(published.cell, 'no row') AS published_cell,
    CASE
        WHEN published.cell = 'blank' THEN computed.tiv_million IS NULL
        ELSE coalesce(floor(computed.tiv_million + 0.5) = published.tiv_million, FALSE)
    END AS equal
FROM tiv_cells AS cells
LEFT JOIN tiv_tables AS published
    ON published.release_id = cells.table_release_id
    AND published.direction = cells.direction
    AND published.party = cells.party
    AND published.year = cells.year
LEFT JOIN tiv_by_year AS computed
    ON computed.release_id = cells.deliveries_release_id
    AND computed.direction = cells.direction
    AND computed.party = cells.party
    AND computed.year = cells.year;
