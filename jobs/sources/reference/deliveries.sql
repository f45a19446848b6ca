-- Deliveries to customers.
SELECT d.delivery_id AS delivery_key, d.number AS document_number,
       d.posting_date AS accounting_date, d.created_at AS recorded_at,
       d.partner_id AS partner_key, d.sales_order_id AS order_key
  FROM sales.delivery d
  JOIN core.company c ON c.company_id = d.company_id
 WHERE c.code = :company
   AND (:from IS NULL OR d.posting_date >= :from)
   AND (:to IS NULL OR d.posting_date < :to)
   AND (:known_at IS NULL OR d.created_at <= :known_at)
