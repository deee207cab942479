-- How much of each source meets our names; what does not is listed, never guessed.

CREATE TABLE named AS
SELECT 'sipri_register' AS source, 'party' AS kind, recipient AS name, count(*) AS row_count FROM deals GROUP BY recipient
UNION ALL
SELECT 'sipri_register' AS source, 'party' AS kind, supplier AS name, count(*) AS row_count FROM deals GROUP BY supplier
UNION ALL
SELECT 'sipri_register' AS source, 'party' AS kind, recipient AS name, count(*) AS row_count
FROM deliveries GROUP BY recipient
UNION ALL
SELECT 'sipri_register' AS source, 'party' AS kind, supplier AS name, count(*) AS row_count
FROM deliveries GROUP BY supplier
UNION ALL
SELECT 'sipri_tiv' AS source, 'party' AS kind, party AS name, count(*) AS row_count FROM tiv_tables GROUP BY party
UNION ALL
SELECT 'unroca' AS source, 'party' AS kind, exporter AS name, count(*) AS row_count FROM un_lines GROUP BY exporter
UNION ALL
SELECT 'unroca' AS source, 'party' AS kind, importer AS name, count(*) AS row_count FROM un_lines GROUP BY importer
UNION ALL
SELECT 'unroca' AS source, 'party' AS kind, state AS name, count(*) AS row_count FROM un_reports GROUP BY state
UNION ALL
SELECT 'rdmc' AS source, 'party' AS kind, party AS name, count(*) AS row_count FROM holdings GROUP BY party
UNION ALL
SELECT 'world_bank' AS source, 'party' AS kind, party AS name, count(*) AS row_count FROM indicators GROUP BY party
UNION ALL
SELECT 'sipri_register' AS source, 'system' AS kind, concat(designation, ' (', description, ')') AS name,
    count(*) AS row_count
FROM deals GROUP BY designation, description
UNION ALL
SELECT 'sipri_register' AS source, 'system' AS kind, concat(designation, ' (', description, ')') AS name,
    count(*) AS row_count
FROM deliveries GROUP BY designation, description
UNION ALL
SELECT 'sipri_register' AS source, 'class' AS kind, description AS name, count(*) AS row_count
FROM deals GROUP BY description
UNION ALL
SELECT 'sipri_register' AS source, 'class' AS kind, description AS name, count(*) AS row_count
FROM deliveries GROUP BY description;

CREATE TABLE known_names AS
SELECT DISTINCT CASE source WHEN 'unroca_slug' THEN 'unroca' ELSE source END AS source, 'party' AS kind, name
FROM party_names
UNION
SELECT DISTINCT 'sipri_tiv' AS source, 'party' AS kind, name FROM party_names WHERE source = 'sipri_register'
UNION
SELECT DISTINCT 'sipri_register' AS source, 'system' AS kind, concat(designation, ' (', description, ')') AS name
FROM register_items WHERE system_id IS NOT NULL
UNION
SELECT DISTINCT 'sipri_register' AS source, 'class' AS kind, term AS name FROM term_classes;

CREATE TABLE coverage AS
SELECT
    named.source,
    named.kind,
    CAST(sum(named.row_count) AS BIGINT) AS name_rows,
    CAST(sum(CASE WHEN known_names.name IS NOT NULL THEN named.row_count ELSE 0 END) AS BIGINT) AS mapped_rows,
    100.0 * CAST(sum(CASE WHEN known_names.name IS NOT NULL THEN named.row_count ELSE 0 END) AS DOUBLE)
        / CAST(sum(named.row_count) AS DOUBLE) AS mapped_percent
FROM named
LEFT JOIN known_names
    ON known_names.source = named.source AND known_names.kind = named.kind AND known_names.name = named.name
GROUP BY named.source, named.kind;

CREATE TABLE unmapped_names AS
SELECT named.source, named.kind, named.name, CAST(sum(named.row_count) AS BIGINT) AS name_rows
FROM named
LEFT JOIN known_names
    ON known_names.source = named.source AND known_names.kind = named.kind AND known_names.name = named.name
WHERE known_names.name IS NULL
GROUP BY named.source, named.kind, named.name;
