-- Purpose: goods received and refused by item. Grain: one row per supplier, item and currency.
-- Parameters: company, period. Order: supplier, item, currency.
SELECT r.partner, r.partner_name, r.item, r.item_name, r.unit,
  r.accepted_quantity + r.rejected_quantity AS received_quantity, r.rejected_quantity,
  r.accepted + r.rejected AS received, r.rejected, r.accepted, r.currency
FROM analytics.supplier_receipt r
WHERE r.company = :company AND r.period = :period
    AND r.period_id = :period_id AND r.run_id = :run_id AND r.leaf = :leaf
ORDER BY r.partner COLLATE "C", r.item COLLATE "C", r.currency COLLATE "C", r.receipt_seq
