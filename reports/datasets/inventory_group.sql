-- Purpose: stock from companies of the group, at the transfer price and at the group's cost. Grain: one
-- row per item that holds or waits for such goods. Parameters: company, period. Order: item.
SELECT f.item, f.item_name, f.unit, f.quantity, f.value, f.group_cost, f.unrealised_profit,
  f.transit_quantity, f.transit_value
FROM analytics.group_stock f
WHERE f.company = :company AND f.period = :period
    AND f.period_id = :period_id AND f.run_id = :run_id AND f.leaf = :leaf
ORDER BY f.item COLLATE "C", f.item_name COLLATE "C", f.stock_seq
