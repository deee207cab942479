-- The rows that speak of each proposed claim's weapon, in the source's words, those that decide first.
SELECT
    found.claim_id,
    found.table_name,
    found.release_id,
    found.line,
    found.part,
    found.quantity,
    found.row_year,
    coalesce(items.unit, documented.unit, orders.unit) AS unit,
    coalesce(deliveries.supplier, deals.supplier) AS supplier,
    coalesce(deliveries.designation, deals.designation) AS designation,
    coalesce(deliveries.order_year, deals.order_year) AS order_year
FROM (SELECT DISTINCT * FROM verdict_rows) AS found
LEFT JOIN deliveries
    ON found.table_name = 'deliveries'
    AND deliveries.release_id = found.release_id
    AND deliveries.line = found.line
LEFT JOIN deals
    ON found.table_name <> 'deliveries'
    AND deals.release_id = found.release_id
    AND deals.line = found.line
LEFT JOIN (SELECT DISTINCT release_id, line, quantity_low, unit FROM deal_items) AS items
    ON found.table_name = 'deal_items'
    AND items.release_id = found.release_id
    AND items.line = found.line
    AND items.quantity_low = found.quantity
LEFT JOIN documented
    ON documented.edition = (SELECT max(edition) FROM editions)
    AND documented.table_name = found.table_name
    AND documented.release_id = found.release_id
    AND documented.line = found.line
LEFT JOIN documented_orders AS orders
    ON found.table_name = 'deals'
    AND orders.edition = (SELECT max(edition) FROM editions)
    AND orders.release_id = found.release_id
    AND orders.line = found.line
ORDER BY
    found.claim_id,
    CASE found.part WHEN 'firm' THEN 1 WHEN 'estimated' THEN 1 ELSE 2 END,
    found.row_year,
    found.table_name,
    found.release_id,
    found.line
