-- Lines of returns to suppliers.
SELECT l.supplier_return_id AS return_key, l.supplier_return_line_id AS line_key,
       h.posting_date AS accounting_date, h.created_at AS recorded_at,
       l.item_id AS item_key, l.receipt_line_id AS receipt_line_key, l.lot_id AS lot_key,
       l.quantity, l.net_amount, l.currency
  FROM procurement.supplier_return_line l
  JOIN procurement.supplier_return h ON h.supplier_return_id = l.supplier_return_id
  JOIN core.company c ON c.company_id = h.company_id
 WHERE c.code = :company
   AND (:from IS NULL OR h.posting_date >= :from)
   AND (:to IS NULL OR h.posting_date < :to)
   AND (:known_at IS NULL OR h.created_at <= :known_at)
