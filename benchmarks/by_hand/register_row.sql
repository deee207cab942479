-- The newest 1,000 rows of one recipient.
SELECT supplier, designation, order_year, delivery_year, delivered, delivered_estimated, tiv_delivered, line
FROM '{folder}/deliveries.parquet'
WHERE release_id = '{deliveries}' AND recipient = 'India'
UNION ALL
SELECT supplier, designation, order_year, CAST(right(delivery_years, 4) AS INTEGER), delivered,
    delivered_estimated, tiv_delivered, line
FROM '{folder}/deals.parquet'
WHERE release_id = '{deals}' AND recipient = 'India' AND delivered > 0
    AND CAST(right(delivery_years, 4) AS INTEGER) < 2000
ORDER BY 4 DESC, designation, line
LIMIT 1000;
