-- Purpose: open items by days overdue. Grain: one row per customer. Amounts are what customers owe.
-- Documents that reduce the balance, payments and advances do not age: columns of their own.
-- Parameters: company, period. Order: partner.
WITH aged AS (
  SELECT a.partner, a.partner_name, a.days_overdue, a.residual AS residual,
    CASE
      WHEN a.kind = 'advance' THEN 'advance'
      WHEN a.kind = 'payment' THEN 'unapplied'
      WHEN a.residual < 0 THEN 'credit'
      ELSE 'aged'
    END AS part
  FROM analytics.ageing a
  WHERE a.company = :company AND a.period = :period
    AND a.period_id = :period_id AND a.run_id = :run_id AND a.leaf = :leaf AND a.ledger = 'receivable'
)
SELECT partner, partner_name,
  coalesce(sum(residual) FILTER (WHERE part = 'aged' AND days_overdue <= 0), 0) AS not_due,
  coalesce(sum(residual) FILTER (WHERE part = 'aged' AND days_overdue BETWEEN 1 AND 30), 0)
    AS days_1_30,
  coalesce(sum(residual) FILTER (WHERE part = 'aged' AND days_overdue BETWEEN 31 AND 60), 0)
    AS days_31_60,
  coalesce(sum(residual) FILTER (WHERE part = 'aged' AND days_overdue BETWEEN 61 AND 90), 0)
    AS days_61_90,
  coalesce(sum(residual) FILTER (WHERE part = 'aged' AND days_overdue BETWEEN 91 AND 120), 0)
    AS days_91_120,
  coalesce(sum(residual) FILTER (WHERE part = 'aged' AND days_overdue > 120), 0) AS over_120,
  coalesce(sum(residual) FILTER (WHERE part = 'credit'), 0) AS credits,
  coalesce(sum(residual) FILTER (WHERE part = 'unapplied'), 0) AS unapplied,
  coalesce(sum(residual) FILTER (WHERE part = 'advance'), 0) AS advances,
  sum(residual) AS residual
FROM aged
GROUP BY partner, partner_name
ORDER BY partner COLLATE "C", partner_name COLLATE "C"
