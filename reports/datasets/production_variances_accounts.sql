-- Purpose: variances of orders against what their entries brought on the accounts. Grain: one row per
-- cause, which is the role its lines are posted to. Parameters: company, period. Order: cause.
WITH posted AS (
  SELECT c.cause, sum(c.amount) AS orders
  FROM analytics.production_variance v
  CROSS JOIN LATERAL (VALUES
    ('material_price_variance', v.material_price_variance), ('usage_variance', v.usage_variance),
    ('rate_variance', v.rate_variance), ('efficiency_variance', v.efficiency_variance),
    ('overhead_variance', v.overhead_variance), ('yield_variance', v.yield_variance),
    ('production_variance', v.production_variance)) c (cause, amount)
  WHERE v.standing = 'posted' AND v.company = :company AND v.period = :period
      AND v.period_id = :period_id AND v.run_id = :run_id AND v.leaf = :leaf
  GROUP BY c.cause),
booked AS (
  SELECT l.role AS cause, string_agg(DISTINCT l.account, ', ') AS accounts,
    sum(l.debit - l.credit) AS amount
  FROM analytics.journal_line l
  WHERE l.event = 'production_orders'
      AND l.role IN ('material_price_variance', 'usage_variance', 'rate_variance',
        'efficiency_variance', 'overhead_variance', 'yield_variance', 'production_variance')
      AND l.company = :company AND l.period = :period
      AND l.period_id = :period_id AND l.run_id = :run_id AND l.leaf = :leaf
  GROUP BY l.role)
SELECT initcap(left(replace(cause, '_', ' '), 1)) || substr(replace(cause, '_', ' '), 2) AS cause,
  b.accounts, coalesce(p.orders, 0) AS orders, coalesce(b.amount, 0) AS booked,
  coalesce(p.orders, 0) - coalesce(b.amount, 0) AS difference
FROM posted p FULL JOIN booked b USING (cause)
WHERE coalesce(p.orders, 0) <> 0 OR b.cause IS NOT NULL
ORDER BY cause COLLATE "C"
