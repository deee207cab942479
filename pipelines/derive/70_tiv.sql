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

-- Which release meets which table, in the years that both cover. The last year is that of the rows: a
-- release may have been asked for years that its edition does not reach.
CREATE TABLE tiv_comparisons AS
SELECT
    releases.release_id AS deliveries_release_id,
    releases.scope_parties,
    coalesce(releases.scope_first_year, releases.first_year) AS first_year,
    releases.last_year,
    published.release_id AS table_release_id,
    published.direction
FROM releases
CROSS JOIN (SELECT DISTINCT release_id, direction FROM tiv_tables) AS published
WHERE releases.source = 'sipri_register'
    AND releases.format = 'deliveries'
    AND (published.direction = 'import' OR releases.scope_parties IS NULL);

-- SIPRI prints whole millions, a half rounded up; 0 stands for more than nothing and less than a half, and
-- blank for no delivery at all.
CREATE TABLE tiv_reconciliation AS
SELECT
    comparisons.deliveries_release_id,
    comparisons.table_release_id,
    comparisons.direction,
    published.party,
    published.year,
    computed.tiv_million AS computed_tiv_million,
    published.tiv_million AS published_tiv_million,
    published.cell AS published_cell,
    CASE
        WHEN published.cell = 'blank' THEN computed.tiv_million IS NULL
        ELSE coalesce(floor(computed.tiv_million + 0.5) = published.tiv_million, FALSE)
    END AS equal
FROM tiv_comparisons AS comparisons
JOIN tiv_tables AS published
    ON published.release_id = comparisons.table_release_id
    AND published.direction = comparisons.direction
    AND published.year BETWEEN comparisons.first_year AND comparisons.last_year
LEFT JOIN sipri_parties ON sipri_parties.name = published.party
LEFT JOIN tiv_by_year AS computed
    ON computed.release_id = comparisons.deliveries_release_id
    AND computed.direction = comparisons.direction
    AND computed.party = published.party
    AND computed.year = published.year
WHERE comparisons.scope_parties IS NULL
    OR concat(';', comparisons.scope_parties, ';') LIKE concat('%;', sipri_parties.party_id, ';%')
UNION ALL
SELECT
    comparisons.deliveries_release_id,
    comparisons.table_release_id,
    comparisons.direction,
    computed.party,
    computed.year,
    computed.tiv_million AS computed_tiv_million,
    CAST(NULL AS DOUBLE) AS published_tiv_million,
    'no row' AS published_cell,
    FALSE AS equal
FROM tiv_comparisons AS comparisons
JOIN tiv_by_year AS computed
    ON computed.release_id = comparisons.deliveries_release_id
    AND computed.direction = comparisons.direction
JOIN (
    SELECT release_id, direction, min(year) AS first_year, max(year) AS last_year
    FROM tiv_tables
    GROUP BY release_id, direction
) AS covered
    ON covered.release_id = comparisons.table_release_id
    AND covered.direction = comparisons.direction
    AND computed.year BETWEEN covered.first_year AND covered.last_year
LEFT JOIN tiv_tables AS published
    ON published.release_id = comparisons.table_release_id
    AND published.direction = comparisons.direction
    AND published.party = computed.party
    AND published.year = computed.year
WHERE published.release_id IS NULL;
