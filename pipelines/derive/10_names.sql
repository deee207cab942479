-- The sources' own names meet the reviewed ones. A name without a match stays without: never guessed.

CREATE TABLE sipri_parties AS
SELECT name, party_id
FROM party_names
WHERE source = 'sipri_register';

-- A term of 2024 that became several terms has a class only where all of those agree.
CREATE TABLE term_classes AS
SELECT term, min(class_id) AS class_id
FROM (
    SELECT term_2024 AS term, class_id FROM description_terms WHERE term_2024 IS NOT NULL
    UNION
    SELECT term_2026 AS term, class_id FROM description_terms WHERE term_2026 IS NOT NULL
) AS terms
GROUP BY term
HAVING count(DISTINCT class_id) = 1;

-- One row per designation and description that any release uses. A name that is bound to one class wins
-- over the same name without a class.
CREATE TABLE register_items AS
SELECT designation, description, system_id, class_id, unit, unroca_category
FROM (
    SELECT
        items.designation,
        items.description,
        systems.system_id,
        coalesce(systems.class_id, term_classes.class_id) AS class_id,
        coalesce(systems.unit, classes.unit) AS unit,
        coalesce(systems.unroca_category, classes.unroca_category) AS unroca_category,
        row_number() OVER (
            PARTITION BY items.designation, items.description
            ORDER BY CASE WHEN names.description_class IS NULL THEN 1 ELSE 0 END, names.system_id
        ) AS choice
    FROM (
        SELECT designation, description FROM deals
        UNION
        SELECT designation, description FROM deliveries
    ) AS items
    LEFT JOIN term_classes ON term_classes.term = items.description
    LEFT JOIN system_names AS names
        ON names.kind = 'designation'
        AND names.name = items.designation
        AND (names.description_class IS NULL OR names.description_class = term_classes.class_id)
    LEFT JOIN systems ON systems.system_id = names.system_id
    LEFT JOIN classes ON classes.class_id = term_classes.class_id
) AS chosen
WHERE choice = 1;

-- A claim about a system or class is answered by its rows and by those of its variants or narrower classes.
CREATE TABLE system_families AS
SELECT system_id AS family, system_id AS member FROM systems
UNION
SELECT variant_of AS family, system_id AS member FROM systems WHERE variant_of IS NOT NULL
UNION
SELECT parents.variant_of AS family, systems.system_id AS member
FROM systems
JOIN systems AS parents ON parents.system_id = systems.variant_of
WHERE parents.variant_of IS NOT NULL;

CREATE TABLE class_families AS
SELECT class_id AS family, class_id AS member FROM classes
UNION
SELECT broader AS family, class_id AS member FROM classes WHERE broader IS NOT NULL
UNION
SELECT parents.broader AS family, classes.class_id AS member
FROM classes
JOIN classes AS parents ON parents.class_id = classes.broader
WHERE parents.broader IS NOT NULL;
