-- Purpose: write-downs of stock and what became of them. Grain: one row per item that has or had one
-- in the period. Parameters: company, period. Order: item.
SELECT f.item, f.item_name, f.quantity, f.unit, f.opening, f.written_down, f.reversed, f.released,
  f.closing, f.cost, f.carrying_amount
FROM analytics.stock_allowance f
WHERE f.company = :company AND f.period = :period
    AND f.period_id = :period_id AND f.run_id = :run_id AND f.leaf = :leaf
ORDER BY f.item COLLATE "C", f.allowance_seq
