-- What was known when: for each day on which a release of the register appeared, and for each recipient,
-- the release of each format that a judge of that day would use. The widest release wins, then the newest,
-- so that a narrow download never hides what a wide one documents; an undated release wins over none.

CREATE TABLE register_releases AS
SELECT
    release_id,
    format,
    scope_parties,
    coalesce(CAST(generated_at AS DATE), CAST(retrieved_at AS DATE), DATE '1950-01-01') AS known_on,
    CASE WHEN generated_at IS NULL THEN 1 ELSE 0 END AS undated,
    coalesce(
        CASE WHEN scope_last_year < year(generated_at) THEN scope_last_year ELSE year(generated_at) END,
        last_year
    ) - coalesce(scope_first_year, 1900) AS years_covered,
    coalesce(scope_first_year, first_year) AS first_year,
    last_year
FROM releases
WHERE source = 'sipri_register';

CREATE TABLE editions AS
SELECT DISTINCT known_on AS edition
FROM register_releases
WHERE undated = (SELECT min(undated) FROM register_releases);

CREATE TABLE edition_releases AS
SELECT edition, party_id, format, release_id, known_on, first_year, last_year
FROM (
    SELECT
        editions.edition,
        parties.party_id,
        releases.format,
        releases.release_id,
        releases.known_on,
        releases.first_year,
        releases.last_year,
        row_number() OVER (
            PARTITION BY editions.edition, parties.party_id, releases.format
            ORDER BY releases.undated, releases.years_covered DESC, releases.known_on DESC, releases.release_id
        ) AS choice
    FROM editions
    JOIN register_releases AS releases ON releases.known_on <= editions.edition
    JOIN parties
        ON releases.scope_parties IS NULL
        OR concat(';', releases.scope_parties, ';') LIKE concat('%;', parties.party_id, ';%')
) AS ranked
WHERE choice = 1;

-- Both formats side by side, for each edition and recipient.
CREATE TABLE edition_pairs AS
SELECT
    coalesce(a.edition, b.edition) AS edition,
    coalesce(a.party_id, b.party_id) AS party_id,
    a.release_id AS deals_release_id,
    b.release_id AS deliveries_release_id,
    CASE WHEN a.release_id IS NULL OR b.known_on > a.known_on THEN TRUE ELSE FALSE END AS deliveries_are_newer,
    b.first_year AS deliveries_first_year,
    CASE WHEN b.first_year IS NULL OR a.first_year < b.first_year THEN a.first_year ELSE b.first_year END AS first_year,
    CASE WHEN b.last_year IS NULL OR a.last_year > b.last_year THEN a.last_year ELSE b.last_year END AS last_year
FROM (SELECT * FROM edition_releases WHERE format = 'deals') AS a
FULL OUTER JOIN (SELECT * FROM edition_releases WHERE format = 'deliveries') AS b
    ON a.edition = b.edition AND a.party_id = b.party_id;
