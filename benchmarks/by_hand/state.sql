-- All recipients with the number of rows of each.
SELECT recipient, count(*) FROM (
    SELECT recipient FROM '{folder}/deliveries.parquet' WHERE release_id = '{deliveries}'
    UNION ALL
    SELECT recipient FROM '{folder}/deals.parquet'
    WHERE release_id = '{deals}' AND delivered > 0 AND CAST(right(delivery_years, 4) AS INTEGER) < 2000
)
GROUP BY recipient
ORDER BY recipient;
