-- Lines of customers' returns.
SELECT l.customer_return_id AS return_key, l.customer_return_line_id AS line_key,
       h.posting_date AS accounting_date, h.created_at AS recorded_at,
       l.item_id AS item_key, l.delivery_line_id AS delivery_line_key,
       l.invoice_line_id AS invoice_line_key, l.lot_id AS lot_key, l.quantity, l.condition,
       l.net_amount, l.currency
  FROM sales.customer_return_line l
  JOIN sales.customer_return h ON h.customer_return_id = l.customer_return_id
  JOIN core.company c ON c.company_id = h.company_id
 WHERE c.code = :company
   AND (:from IS NULL OR h.posting_date >= :from)
   AND (:to IS NULL OR h.posting_date < :to)
   AND (:known_at IS NULL OR h.created_at <= :known_at)
