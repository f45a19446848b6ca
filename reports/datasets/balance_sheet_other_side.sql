-- Purpose: open items that stand on the other side of their control account: customers in credit, whom an
-- entry shows among debts, and suppliers in debit, among assets. Grain: one row per partner. Amounts are positive.
-- Parameters: company, period. Order: kind, partner.
SELECT s.kind, s.partner, s.partner_name, s.amount
FROM (
  SELECT CASE a.ledger WHEN 'receivable' THEN 'Customers in credit' ELSE 'Suppliers in debit' END AS kind,
    a.partner, a.partner_name,
    sum(CASE a.ledger WHEN 'receivable' THEN -a.residual ELSE a.residual END) AS amount
  FROM analytics.ageing a
  LEFT JOIN analytics.ageing_bucket b ON b.company = a.company AND b.period = a.period
    AND b.period_id = :period_id AND b.run_id = :run_id AND b.leaf = :leaf AND b.bucket = a.bucket
  WHERE a.company = :company AND a.period = :period
    AND a.period_id = :period_id AND a.run_id = :run_id AND a.leaf = :leaf
    AND b.column_name IS DISTINCT FROM 'advances'
  GROUP BY a.ledger, a.partner, a.partner_name
) s
WHERE s.amount > 0
ORDER BY s.kind, s.partner COLLATE "C", s.partner_name COLLATE "C"
