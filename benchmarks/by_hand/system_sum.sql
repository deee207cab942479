-- All designations of one recipient with their sums: years from 2000 on by delivery, the ones before by deal.
SELECT designation, description, sum(delivered), min(first_year), max(last_year), sum(tiv) AS volume,
    string_agg(DISTINCT supplier, ', ' ORDER BY supplier), count(*)
FROM (
    SELECT designation, description, supplier, delivered, tiv_delivered AS tiv,
        delivery_year AS first_year, delivery_year AS last_year
    FROM '{folder}/deliveries.parquet'
    WHERE release_id = '{deliveries}' AND recipient = 'India'
    UNION ALL
    SELECT designation, description, supplier, delivered, tiv_delivered,
        CAST(left(delivery_years, 4) AS INTEGER), CAST(right(delivery_years, 4) AS INTEGER)
    FROM '{folder}/deals.parquet'
    WHERE release_id = '{deals}' AND recipient = 'India' AND delivered > 0
        AND CAST(right(delivery_years, 4) AS INTEGER) < 2000
)
GROUP BY designation, description
ORDER BY volume DESC;
