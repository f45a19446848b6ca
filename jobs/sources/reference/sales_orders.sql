-- Customers' orders; the status is today's.
SELECT o.sales_order_id AS order_key, o.number AS document_number,
       o.document_date, o.posting_date AS accounting_date, o.created_at AS recorded_at,
       o.currency, o.exchange_rate,
       o.partner_id AS partner_key, o.status, o.promised_on, o.total
  FROM sales.sales_order o
  JOIN core.company c ON c.company_id = o.company_id
 WHERE c.code = :company
   AND (:from IS NULL OR o.posting_date >= :from)
   AND (:to IS NULL OR o.posting_date < :to)
   AND (:known_at IS NULL OR o.created_at <= :known_at)
