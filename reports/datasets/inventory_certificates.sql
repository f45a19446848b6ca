-- Purpose: the proof that stock conserves quantity and value. Grain: one row per cost pool with stock
-- or movement. Parameters: company, period. Order: item, location, pool.
SELECT f.item, f.item_name, f.location, f.lot, f.owner, f.unit, f.opening_quantity,
  f.received_quantity, f.adjusted_quantity, f.issued_quantity, f.closing_quantity, f.opening,
  f.received, f.adjusted, f.issued, f.closing
FROM analytics.pool_certificate f
WHERE f.company = :company AND f.period = :period
    AND f.period_id = :period_id AND f.run_id = :run_id AND f.leaf = :leaf
ORDER BY f.item COLLATE "C", f.location COLLATE "C", f.pool_seq
