-- Lines of orders to suppliers.
SELECT l.purchase_order_id AS order_key, l.purchase_order_line_id AS line_key,
       h.posting_date AS accounting_date, h.created_at AS recorded_at,
       l.line_kind, l.item_id AS item_key, l.location_id AS location_key, l.quantity,
       l.received_quantity, l.rejected_quantity, l.unit_price, l.net_amount, l.expected_on
  FROM procurement.purchase_order_line l
  JOIN procurement.purchase_order h ON h.purchase_order_id = l.purchase_order_id
  JOIN core.company c ON c.company_id = h.company_id
 WHERE c.code = :company
   AND (:from IS NULL OR h.posting_date >= :from)
   AND (:to IS NULL OR h.posting_date < :to)
   AND (:known_at IS NULL OR h.created_at <= :known_at)
