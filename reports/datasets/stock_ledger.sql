-- Purpose: valued stock movements. Grain: one row per movement. Parameters: company, period. Order:
-- item, then event order.
SELECT s.item, s.item_name, s.date, s.recorded_at, replace(s.kind, '_', ' ') AS kind,
  s.document_number, s.location, s.lot, s.quantity, s.unit,
  CASE WHEN s.quantity <> 0 THEN round(s.value / s.quantity, 6) END AS unit_cost, s.value,
  s.pool_quantity, s.pool_value, s.flags
FROM analytics.stock_ledger s
WHERE s.company = :company AND s.period = :period
    AND s.period_id = :period_id AND s.run_id = :run_id AND s.leaf = :leaf
ORDER BY s.item COLLATE "C", s.movement_seq
