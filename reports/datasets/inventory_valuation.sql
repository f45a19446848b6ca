-- Purpose: stock, its cost and what it is written down to, by item. Grain: one row per item with stock
-- or value. Parameters: company, period. Order: category, item.
SELECT v.*, coalesce(a.allowance, 0) AS allowance,
  v.value - coalesce(a.allowance, 0) AS carrying_amount
FROM (SELECT coalesce(l.category, 'Without category') AS category, l.item, l.item_name, l.unit,
    sum(l.quantity_left) AS quantity,
    CASE WHEN sum(l.quantity_left) <> 0
      THEN round(sum(l.value_left) / sum(l.quantity_left), 6) END AS unit_cost,
    sum(l.value_left) AS value, min(l.date) AS oldest,
    max(p.last_day) - min(l.date) AS age_days, count(*) AS layers
  FROM analytics.cost_layer l
  JOIN analytics.period p ON p.company = l.company AND p.period = l.period
  WHERE l.company = :company AND l.period = :period
      AND l.period_id = :period_id AND l.run_id = :run_id AND l.leaf = :leaf
  GROUP BY coalesce(l.category, 'Without category'), l.item, l.item_name, l.unit) v
LEFT JOIN (SELECT f.item, f.item_name, sum(f.closing) AS allowance
  FROM analytics.stock_allowance f
  WHERE f.company = :company AND f.period = :period
      AND f.period_id = :period_id AND f.run_id = :run_id AND f.leaf = :leaf
  GROUP BY f.item, f.item_name) a ON a.item = v.item AND a.item_name = v.item_name
ORDER BY v.category COLLATE "C", v.item COLLATE "C", v.item_name COLLATE "C"
