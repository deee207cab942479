-- Both sides of the mirror: for a pair of states, a year, a category and a unit, what the exporter told the UN
-- Register, what the importer told it, and what SIPRI documents. Category III counts pieces of artillery of all
-- kinds together, as the Register itself does; elsewhere different units stay different rows.

CREATE TABLE un_parties AS
SELECT DISTINCT name, party_id
FROM party_names
WHERE source = 'unroca';

CREATE TABLE un_filed AS
SELECT DISTINCT names.party_id, reports.year
FROM un_reports AS reports
JOIN party_names AS names ON names.source = 'unroca_slug' AND names.name = reports.state
UNION
SELECT DISTINCT un_parties.party_id, reports.year
FROM un_reports AS reports
JOIN un_parties ON un_parties.name = reports.state;

-- States of whose filing something is known.
CREATE TABLE un_known_states AS
SELECT DISTINCT party_id FROM un_filed;

-- What one state reported for one year counts once: the file that was retrieved last says it.
CREATE TABLE un_chosen AS
SELECT release_id, year, reporter
FROM (
    SELECT lines.release_id, lines.year, coalesce(lines.reporter, '') AS reporter,
        row_number() OVER (
            PARTITION BY lines.year, coalesce(un_parties.party_id, lines.reporter, '')
            ORDER BY max(releases.retrieved_at) DESC, lines.release_id
        ) AS choice
    FROM un_lines AS lines
    JOIN releases ON releases.release_id = lines.release_id
    LEFT JOIN un_parties ON un_parties.name = lines.reporter
    GROUP BY lines.release_id, lines.year, lines.reporter, un_parties.party_id
) AS ranked
WHERE choice = 1;

-- Whose lines of a year are loaded: all states' by a file of lines, one state's by the page of its report;
-- in full where no line of that state is left out, so that a report without lines is a nil report.
CREATE TABLE un_loaded AS
SELECT party_id, year, CAST(max(in_full) AS INTEGER) AS in_full
FROM (
    SELECT states.party_id, years.year,
        CASE WHEN releases.scope_parties IS NULL THEN 1 ELSE 0 END AS in_full
    FROM (SELECT DISTINCT release_id, year FROM un_lines) AS years
    JOIN releases ON releases.release_id = years.release_id AND releases.format = 'lines'
    LEFT JOIN un_known_states AS states ON 1 = 1
    UNION ALL
    SELECT un_parties.party_id, reports.year, 1 AS in_full
    FROM un_reports AS reports
    JOIN releases ON releases.release_id = reports.release_id AND releases.format = 'page'
    JOIN un_parties ON un_parties.name = reports.state
) AS loaded
GROUP BY party_id, year;

CREATE TABLE un_documented AS
SELECT
    lines.release_id,
    lines.line,
    lines.year,
    coalesce(exporters.party_id, lines.exporter) AS exporter,
    coalesce(importers.party_id, lines.importer) AS importer,
    CASE
        WHEN lines.category LIKE 'VII. (b)%' THEN 'VII(b)'
        WHEN lines.category LIKE 'VII%' THEN 'VII(a)'
        WHEN lines.category LIKE 'VI.%' THEN 'VI'
        WHEN lines.category LIKE 'IV.%' THEN 'IV'
        WHEN lines.category LIKE 'V.%' THEN 'V'
        WHEN lines.category LIKE 'III.%' THEN 'III'
        WHEN lines.category LIKE 'II.%' THEN 'II'
        WHEN lines.category LIKE 'I.%' THEN 'I'
        ELSE 'other'
    END AS category,
    lines.number_note,
    amounts.quantity,
    coalesce(amounts.unit, 'item') AS unit,
    lines.description,
    reporters.party_id AS reporter,
    CASE
        WHEN lines.reporter IS NULL THEN 'not known'
        WHEN reporters.party_id = exporters.party_id THEN 'exporter'
        WHEN reporters.party_id = importers.party_id THEN 'importer'
        ELSE 'not known'
    END AS side,
    lines.reporter_doubt
FROM un_lines AS lines
JOIN un_chosen
    ON un_chosen.release_id = lines.release_id
    AND un_chosen.year = lines.year
    AND un_chosen.reporter = coalesce(lines.reporter, '')
LEFT JOIN un_amounts AS amounts ON amounts.release_id = lines.release_id AND amounts.line = lines.line
LEFT JOIN un_parties AS exporters ON exporters.name = lines.exporter
LEFT JOIN un_parties AS importers ON importers.name = lines.importer
LEFT JOIN un_parties AS reporters ON reporters.name = lines.reporter;

CREATE TABLE mirror_sides AS
SELECT
    exporter, importer, year, category,
    CASE WHEN category = 'III' THEN 'artillery piece' ELSE unit END AS unit,
    CAST(sum(CASE WHEN side = 'exporter' THEN quantity END) AS BIGINT) AS exporter_quantity,
    CAST(sum(CASE WHEN side = 'importer' THEN quantity END) AS BIGINT) AS importer_quantity,
    sum(CASE WHEN side = 'exporter' THEN 1 ELSE 0 END) AS exporter_lines,
    sum(CASE WHEN side = 'importer' THEN 1 ELSE 0 END) AS importer_lines,
    sum(CASE WHEN side = 'exporter' AND number_note = 'classified' THEN 1 ELSE 0 END) AS exporter_classified,
    sum(CASE WHEN side = 'importer' AND number_note = 'classified' THEN 1 ELSE 0 END) AS importer_classified,
    sum(CASE WHEN side = 'exporter' AND number_note = 'not declared' THEN 1 ELSE 0 END) AS exporter_not_declared,
    sum(CASE WHEN side = 'importer' AND number_note = 'not declared' THEN 1 ELSE 0 END) AS importer_not_declared,
    sum(CASE WHEN side = 'not known' OR reporter_doubt IS NOT NULL THEN 1 ELSE 0 END) AS doubtful_lines
FROM un_documented
GROUP BY exporter, importer, year, category, CASE WHEN category = 'III' THEN 'artillery piece' ELSE unit END;

CREATE TABLE mirror_register AS
SELECT
    supplier AS exporter,
    holder AS importer,
    delivery_year AS year,
    unroca_category AS category,
    CASE WHEN unroca_category = 'III' THEN 'artillery piece' ELSE unit END AS unit,
    CAST(sum(CASE WHEN NOT estimated THEN quantity ELSE 0 END) AS BIGINT) AS documented_firm,
    CAST(sum(quantity) AS BIGINT) AS documented_with_estimates
FROM documented
WHERE edition = (SELECT max(edition) FROM editions)
    AND not_counted IS NULL
    AND unroca_category IS NOT NULL
    AND delivery_year IS NOT NULL
GROUP BY supplier, holder, delivery_year, unroca_category,
    CASE WHEN unroca_category = 'III' THEN 'artillery piece' ELSE unit END;

CREATE TABLE mirror_cells AS
SELECT
    coalesce(un.exporter, register.exporter) AS exporter,
    coalesce(un.importer, register.importer) AS importer,
    coalesce(un.year, register.year) AS year,
    coalesce(un.category, register.category) AS category,
    coalesce(un.unit, register.unit) AS unit,
    un.exporter_quantity,
    un.importer_quantity,
    coalesce(un.exporter_lines, 0) AS exporter_lines,
    coalesce(un.importer_lines, 0) AS importer_lines,
    coalesce(un.exporter_classified, 0) AS exporter_classified,
    coalesce(un.importer_classified, 0) AS importer_classified,
    coalesce(un.exporter_not_declared, 0) AS exporter_not_declared,
    coalesce(un.importer_not_declared, 0) AS importer_not_declared,
    coalesce(un.doubtful_lines, 0) AS doubtful_lines,
    register.documented_firm,
    register.documented_with_estimates
FROM mirror_sides AS un
FULL OUTER JOIN mirror_register AS register
    ON register.exporter = un.exporter
    AND register.importer = un.importer
    AND register.year = un.year
    AND register.category = un.category
    AND register.unit = un.unit;

CREATE TABLE un_states_with_lines AS
SELECT DISTINCT reporter AS party_id, year FROM un_documented WHERE reporter IS NOT NULL;

CREATE TABLE mirror AS
SELECT
    cells.exporter,
    cells.importer,
    cells.year,
    cells.category,
    cells.unit,
    cells.exporter_quantity,
    CASE
        WHEN cells.category = 'none' THEN 'not in scope'
        WHEN cells.exporter_quantity > 0 THEN 'number'
        WHEN cells.exporter_classified > 0 THEN 'classified'
        WHEN cells.exporter_not_declared > 0 THEN 'not declared'
        WHEN cells.exporter_quantity = 0 THEN 'zero'
        WHEN exporter_loaded.party_id IS NULL THEN 'not loaded'
        WHEN exporter_filed.party_id IS NULL THEN 'no report filed'
        WHEN exporter_loaded.in_full = 1 AND exporter_lines.party_id IS NULL THEN 'nil'
        ELSE 'filed, no such line'
    END AS exporter_says,
    cells.importer_quantity,
    CASE
        WHEN cells.category = 'none' THEN 'not in scope'
        WHEN cells.importer_quantity > 0 THEN 'number'
        WHEN cells.importer_classified > 0 THEN 'classified'
        WHEN cells.importer_not_declared > 0 THEN 'not declared'
        WHEN cells.importer_quantity = 0 THEN 'zero'
        WHEN importer_loaded.party_id IS NULL THEN 'not loaded'
        WHEN importer_filed.party_id IS NULL THEN 'no report filed'
        WHEN importer_loaded.in_full = 1 AND importer_lines.party_id IS NULL THEN 'nil'
        ELSE 'filed, no such line'
    END AS importer_says,
    cells.documented_firm,
    cells.documented_with_estimates,
    CASE
        WHEN cells.documented_with_estimates IS NOT NULL THEN 'number'
        WHEN loaded.party_id IS NULL THEN 'not loaded'
        WHEN cells.unit IN ('launcher', 'gripstock') AND cells.category IN ('VII(a)', 'VII(b)') THEN 'other unit'
        WHEN cells.unit = 'item' THEN 'other unit'
        WHEN cells.year > loaded.last_year THEN 'not loaded'
        ELSE 'no row'
    END AS sipri_says,
    CAST(coalesce(cells.exporter_quantity, cells.importer_quantity) - cells.documented_with_estimates AS BIGINT)
        AS difference,
    CASE WHEN cells.doubtful_lines > 0 THEN TRUE ELSE FALSE END AS reporter_is_doubtful
FROM mirror_cells AS cells
LEFT JOIN un_loaded AS exporter_loaded
    ON exporter_loaded.party_id = cells.exporter AND exporter_loaded.year = cells.year
LEFT JOIN un_loaded AS importer_loaded
    ON importer_loaded.party_id = cells.importer AND importer_loaded.year = cells.year
LEFT JOIN un_filed AS exporter_filed
    ON exporter_filed.party_id = cells.exporter AND exporter_filed.year = cells.year
LEFT JOIN un_filed AS importer_filed
    ON importer_filed.party_id = cells.importer AND importer_filed.year = cells.year
LEFT JOIN un_states_with_lines AS exporter_lines
    ON exporter_lines.party_id = cells.exporter AND exporter_lines.year = cells.year
LEFT JOIN un_states_with_lines AS importer_lines
    ON importer_lines.party_id = cells.importer AND importer_lines.year = cells.year
LEFT JOIN edition_pairs AS loaded
    ON loaded.party_id = cells.importer AND loaded.edition = (SELECT max(edition) FROM editions);
