-- Who supplied whom.
SELECT supplier, recipient, sum(tiv_delivered) AS volume, count(*)
FROM '{folder}/deliveries.parquet'
WHERE release_id = '{deliveries}' AND delivery_year BETWEEN 2000 AND 2026 AND tiv_delivered > 0
GROUP BY supplier, recipient
ORDER BY volume DESC;
