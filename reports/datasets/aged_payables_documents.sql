-- Purpose: the open items behind the ageing. Grain: one row per document or instalment and bucket.
-- Parameters: company, period. Order: partner, due date, document, item.
SELECT a.partner, a.partner_name, replace(a.kind, '_', ' ') AS kind, a.document_number,
  a.document_date, a.due_date, a.days_overdue, b.title AS bucket_name,
  -a.residual_in_currency AS residual_in_currency, a.currency, -a.residual AS residual
FROM analytics.ageing a
LEFT JOIN analytics.ageing_bucket b ON b.company = a.company AND b.period = a.period
  AND b.period_id = :period_id AND b.run_id = :run_id AND b.leaf = :leaf AND b.bucket = a.bucket
WHERE a.company = :company AND a.period = :period
    AND a.period_id = :period_id AND a.run_id = :run_id AND a.leaf = :leaf AND a.ledger = 'payable'
ORDER BY a.partner COLLATE "C", a.due_date NULLS FIRST, a.document_number COLLATE "C", a.item_seq,
  a.bucket
