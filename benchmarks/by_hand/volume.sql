-- The map: what each recipient received since a year.
SELECT recipient, sum(tiv_delivered) AS volume
FROM '{folder}/deliveries.parquet'
WHERE release_id = '{deliveries}' AND delivery_year >= 2000
GROUP BY recipient
ORDER BY volume DESC;
