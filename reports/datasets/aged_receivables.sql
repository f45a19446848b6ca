-- Purpose: open items by days overdue. Grain: one row per customer and column of the ageing (those of
-- ageing_buckets.sql), also where nothing stands in it. Amounts are what customers owe.
-- Parameters: company, period. Order: partner, column.
WITH column_of AS (
  SELECT b.bucket, b.column_name
  FROM analytics.ageing_bucket b
  WHERE b.company = :company AND b.period = :period
    AND b.period_id = :period_id AND b.run_id = :run_id AND b.leaf = :leaf
), aged AS (
  SELECT a.partner, a.partner_name, a.bucket, a.residual AS open
  FROM analytics.ageing a
  WHERE a.company = :company AND a.period = :period
    AND a.period_id = :period_id AND a.run_id = :run_id AND a.leaf = :leaf AND a.ledger = 'receivable'
), filled AS (
  SELECT partner, partner_name, bucket, open FROM aged
  UNION ALL
  SELECT p.partner, p.partner_name, c.bucket, 0
  FROM (SELECT DISTINCT partner, partner_name FROM aged) p CROSS JOIN column_of c
)
SELECT f.partner, f.partner_name, c.column_name AS bucket, sum(f.open) AS open,
  sum(sum(f.open)) OVER (PARTITION BY f.partner, f.partner_name) AS residual
FROM filled f
LEFT JOIN column_of c ON c.bucket = f.bucket
GROUP BY f.partner, f.partner_name, f.bucket, c.column_name
ORDER BY f.partner COLLATE "C", f.partner_name COLLATE "C", f.bucket
