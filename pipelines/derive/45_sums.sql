-- What is documented, summed for the pages that ask about all recipients at once: they then read a tenth of
-- the rows of a large register or less.

-- Volume by supplier, recipient, kind of weapon and year. A row whose class is not known keeps its designation.
CREATE TABLE documented_volumes AS
SELECT
    edition,
    counted,
    holder,
    supplier,
    class_id,
    designation,
    delivery_year,
    split_by_year,
    sum(tiv_million) AS tiv_million,
    count(*) AS entries,
    CAST(sum(CASE WHEN tiv_million > 0 THEN 1 ELSE 0 END) AS BIGINT) AS valued_entries
FROM (
    SELECT
        edition,
        CASE WHEN not_counted IS NULL THEN TRUE ELSE FALSE END AS counted,
        holder,
        supplier,
        class_id,
        CASE WHEN class_id IS NULL THEN designation END AS designation,
        delivery_year,
        CASE WHEN first_delivery_year < delivery_year THEN FALSE ELSE TRUE END AS split_by_year,
        tiv_million
    FROM documented
) AS documented_rows
GROUP BY edition, counted, holder, supplier, class_id, designation, delivery_year, split_by_year
ORDER BY edition, counted, holder, supplier, class_id, designation, delivery_year, split_by_year;

-- Who holds what: rows that are counted, by recipient, system and class.
CREATE TABLE documented_weapons AS
SELECT edition, holder, system, class_id, count(*) AS entries
FROM documented
WHERE not_counted IS NULL
GROUP BY edition, holder, system, class_id
ORDER BY edition, holder, system, class_id;
