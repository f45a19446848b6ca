-- Purpose: cost of production orders beside standard. Grain: one row per order and standing whose cost
-- beside standard became known in the period. Parameters: company, period. Order: standing, order, day.
SELECT v.standing, v.document_number, v.date, v.item, v.item_name, v.quantity, v.scrapped_quantity,
  v.actual, v.standard, v.material_price_variance, v.usage_variance, v.rate_variance,
  v.efficiency_variance, v.overhead_variance, v.yield_variance, v.production_variance, v.variance,
  v.product_value, replace(v.gap, '_', ' ') AS gap
FROM analytics.production_variance v
WHERE v.company = :company AND v.period = :period
    AND v.period_id = :period_id AND v.run_id = :run_id AND v.leaf = :leaf
ORDER BY v.standing COLLATE "C", v.document_number COLLATE "C", v.date, v.variance_seq
