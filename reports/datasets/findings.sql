-- Purpose: the findings of the run. Grain: one row per finding. Parameters: company, period. Order:
-- gravest first, then as the run lists them.
SELECT f.severity, f.code, f.origin, f.document, f.key, f.amount, f.currency, f.message, f.action,
  f.accepted
FROM analytics.finding f
WHERE f.company = :company AND f.period = :period
    AND f.period_id = :period_id AND f.run_id = :run_id AND f.leaf = :leaf
ORDER BY f.severity = 'warning', f.finding_seq
