-- Purpose: what customers owe and suppliers are owed, by age. Grain: one row per subledger; positive on its
-- side. Parameters: company, period. Order: receivables first.
SELECT s.subledger,
  coalesce(sum(a.amount) FILTER (WHERE NOT a.is_advance), 0) AS open,
  coalesce(sum(a.amount) FILTER (WHERE NOT a.is_advance AND a.days <= 0), 0) AS not_due,
  coalesce(sum(a.amount) FILTER (WHERE NOT a.is_advance AND a.days > 0), 0) AS overdue,
  coalesce(sum(a.amount) FILTER (WHERE NOT a.is_advance AND a.days > 60), 0) AS overdue_60,
  coalesce(-sum(a.amount) FILTER (WHERE a.is_advance), 0) AS advances
FROM (VALUES ('receivable', 'Receivables', 1), ('payable', 'Payables', 2)) AS s (ledger, subledger, place)
LEFT JOIN (
  SELECT a.ledger, coalesce(a.days_overdue, 0) AS days,
    b.column_name IS NOT DISTINCT FROM 'advances' AS is_advance,
    CASE a.ledger WHEN 'receivable' THEN a.residual ELSE -a.residual END AS amount
  FROM analytics.ageing a
  LEFT JOIN analytics.ageing_bucket b ON b.company = a.company AND b.period = a.period
    AND b.period_id = :period_id AND b.run_id = :run_id AND b.leaf = :leaf AND b.bucket = a.bucket
  WHERE a.company = :company AND a.period = :period
    AND a.period_id = :period_id AND a.run_id = :run_id AND a.leaf = :leaf
) a ON a.ledger = s.ledger
GROUP BY s.subledger, s.place
ORDER BY s.place
