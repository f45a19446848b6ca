-- Purpose: stock and its value by item. Grain: one row per item with stock or value. Parameters:
-- company, period. Order: category, item.
SELECT coalesce(l.category, 'Without category') AS category, l.item, l.item_name, l.unit,
  sum(l.quantity_left) AS quantity,
  CASE WHEN sum(l.quantity_left) <> 0
    THEN round(sum(l.value_left) / sum(l.quantity_left), 6) END AS unit_cost,
  sum(l.value_left) AS value, min(l.date) AS oldest,
  max(p.last_day) - min(l.date) AS age_days, count(*) AS layers
FROM analytics.cost_layer l
JOIN analytics.period p ON p.company = l.company AND p.period = l.period
WHERE l.company = :company AND l.period = :period
    AND l.period_id = :period_id AND l.run_id = :run_id AND l.leaf = :leaf
GROUP BY coalesce(l.category, 'Without category'), l.item, l.item_name, l.unit
ORDER BY coalesce(l.category, 'Without category') COLLATE "C", l.item COLLATE "C",
  l.item_name COLLATE "C"
