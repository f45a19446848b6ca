-- Purpose: the arithmetic of production variances. Grain: one row per order and resource measured in
-- the period. Parameters: company, period. Order: order, resource, component.
SELECT v.document_number, v.resource, v.item, v.item_name, v.unit, v.used, v.allowed, v.good,
  v.actual, v.price_variance, v.at_standard, v.usage_variance, v.allowed_value, v.yield_variance,
  v.good_value
FROM analytics.production_variance_line v
WHERE v.company = :company AND v.period = :period
    AND v.period_id = :period_id AND v.run_id = :run_id AND v.leaf = :leaf
ORDER BY v.document_number COLLATE "C", v.resource COLLATE "C", v.item COLLATE "C", v.line_seq
