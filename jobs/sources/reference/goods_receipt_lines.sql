-- Lines of receipts: what was accepted, what was refused, and what it is expected to cost in the
-- order's currency.
SELECT l.receipt_id AS receipt_key, l.receipt_line_id AS line_key,
       h.posting_date AS accounting_date, h.created_at AS recorded_at,
       l.purchase_order_line_id AS order_line_key, l.item_id AS item_key, l.quantity,
       l.rejected_quantity, l.net_amount, h.currency
  FROM procurement.receipt_line l
  JOIN procurement.receipt h ON h.receipt_id = l.receipt_id
  JOIN core.company c ON c.company_id = h.company_id
 WHERE c.code = :company
   AND (:from IS NULL OR h.posting_date >= :from)
   AND (:to IS NULL OR h.posting_date < :to)
   AND (:known_at IS NULL OR h.created_at <= :known_at)
