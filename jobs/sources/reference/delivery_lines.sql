-- Lines of deliveries; their sales value is in the order's currency.
SELECT l.delivery_id AS delivery_key, l.delivery_line_id AS line_key,
       h.posting_date AS accounting_date, h.created_at AS recorded_at,
       l.sales_order_line_id AS order_line_key, l.item_id AS item_key, l.quantity, l.net_amount,
       h.currency
  FROM sales.delivery_line l
  JOIN sales.delivery h ON h.delivery_id = l.delivery_id
  JOIN core.company c ON c.company_id = h.company_id
 WHERE c.code = :company
   AND (:from IS NULL OR h.posting_date >= :from)
   AND (:to IS NULL OR h.posting_date < :to)
   AND (:known_at IS NULL OR h.created_at <= :known_at)
