-- Purpose: the cost layers behind the valuation. Grain: one row per layer with anything left.
-- Parameters: company, period. Order: item, date, layer.
SELECT l.item, l.item_name, l.location, l.lot, l.date, p.last_day - l.date AS age_days,
  l.origin_number, l.quantity_in, l.quantity_left, l.unit,
  CASE WHEN l.quantity_left <> 0 THEN round(l.value_left / l.quantity_left, 6) END AS unit_cost,
  l.value_left
FROM analytics.cost_layer l
JOIN analytics.period p ON p.company = l.company AND p.period = l.period
WHERE l.company = :company AND l.period = :period
    AND l.period_id = :period_id AND l.run_id = :run_id AND l.leaf = :leaf
ORDER BY l.item COLLATE "C", l.date, l.layer_seq
