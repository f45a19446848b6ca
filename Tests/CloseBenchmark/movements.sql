-- A year of stock movements in the reference schema, the same rows every time: each number is scrambled
-- by a fixed multiplier, so that no server's random numbers are needed.
-- psql variables: movements, items.
\set ON_ERROR_STOP on
BEGIN;
INSERT INTO core.company VALUES (1, 'BENCH', 'Benchmark Ltd', 'EUR', 'AT', NULL, 'UTC', 1);
INSERT INTO core.unit VALUES ('pc', 'piece');
INSERT INTO core.location (location_id, company_id, code, name, kind)
SELECT n, 1, 'W' || n, 'Warehouse ' || n, 'warehouse' FROM generate_series(1, 4) n;
INSERT INTO core.item (item_id, company_id, number, name, kind, category, unit_code)
SELECT n, 1, 'I-' || lpad(n::text, 6, '0'), 'Item ' || n, 'stock', 'C' || n % 20, 'pc'
  FROM generate_series(1, :items) n;

-- Every item opens with stock; then of a hundred movements 30 bring goods, 60 take them, 5 are returns
-- of the item's last issue, 3 are counts and 2 are scrap.
INSERT INTO inventory.stock_movement
  (stock_movement_id, company_id, movement_date, sequence, kind, reason, item_id, location_id,
   quantity, value, currency, document_stream, document_id, document_line_id, linked_movement_id,
   created_at)
WITH numbers AS (
  SELECT g, (g * 2654435761 % 4294967296) / 64 AS a, (g * 2246822519 % 4294967296) / 64 AS b
    FROM generate_series(1, :movements::bigint) g
), drawn AS (
  SELECT g, a, b, CASE WHEN g <= :items THEN g ELSE 1 + a % :items END AS item,
         CASE WHEN g <= :items THEN 'opening' WHEN b % 100 < 30 THEN 'receipt'
              WHEN b % 100 < 90 THEN 'issue' WHEN b % 100 < 95 THEN 'customer_return'
              WHEN b % 100 < 98 THEN 'count' ELSE 'scrap' END AS kind,
         CASE WHEN g <= :items THEN 0 ELSE (g - 1) * 365 / :movements END AS day
    FROM numbers
), moved AS (
  SELECT d.*, max(g) FILTER (WHERE kind = 'issue') OVER (PARTITION BY item ORDER BY g) AS issue,
         CASE kind WHEN 'opening' THEN 2000 WHEN 'receipt' THEN 1 + b / 100 % 100
                   WHEN 'issue' THEN -(5 + b / 100 % 40) WHEN 'customer_return' THEN 1
                   WHEN 'count' THEN b / 100 % 7 - 3 ELSE -1 END AS quantity
    FROM drawn d
)
SELECT g, 1, DATE '2025-01-01' + day::int, 0, kind,
       CASE WHEN kind IN ('count', 'scrap') THEN 'stock taking' END, item, 1 + a % 4, quantity,
       CASE WHEN kind IN ('opening', 'receipt')
            THEN quantity * (2 + item % 300 + b % 17 * 0.13) END,
       CASE WHEN kind IN ('opening', 'receipt') THEN 'EUR' END,
       CASE kind WHEN 'receipt' THEN 'goods_receipts' WHEN 'issue' THEN 'deliveries'
                 WHEN 'customer_return' THEN 'customer_returns' END,
       CASE WHEN kind IN ('receipt', 'issue', 'customer_return') THEN g / 4 END,
       CASE WHEN kind IN ('receipt', 'issue', 'customer_return') THEN g END,
       CASE WHEN kind = 'customer_return' THEN issue END,
       (DATE '2025-01-01' + day::int) + (g * 86400 / :movements * 365 % 86400) * interval '0.9 s'
  FROM moved
 WHERE quantity <> 0
 ORDER BY g;
COMMIT;
VACUUM ANALYZE;
