-- What each supplier delivered to one recipient by year.
SELECT supplier, delivery_year, sum(tiv_delivered)
FROM '{folder}/deliveries.parquet'
WHERE release_id = '{deliveries}' AND recipient = 'India' AND delivery_year >= 2000
GROUP BY supplier, delivery_year
ORDER BY supplier, delivery_year;
