-- Purpose: what to order. Grain: one row per item to be ordered. Parameters: company, period. Order:
-- supplier (none last), item.
SELECT coalesce(s.supplier, 'No supplier') AS supplier,
  coalesce(s.supplier_name, 'Made in house, or not offered') AS supplier_name, s.item, s.item_name,
  s.quantity, s.unit, s.order_by,
  s.needed_on, s.unit_cost,
  round(s.quantity * s.unit_cost, c.minor_digits::int4) AS order_value, s.currency,
  replace(s.policy, '_', ' ') AS policy, s.arithmetic
FROM analytics.reorder_suggestion s
LEFT JOIN core.currency c ON c.code = s.currency
WHERE s.company = :company AND s.period = :period
    AND s.period_id = :period_id AND s.run_id = :run_id AND s.leaf = :leaf
ORDER BY s.supplier COLLATE "C" NULLS LAST, s.item COLLATE "C", s.location COLLATE "C" NULLS FIRST,
  s.suggestion_seq
