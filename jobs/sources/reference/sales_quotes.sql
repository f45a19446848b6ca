-- Offers. An offer that a newer one replaced binds no longer: it counts as expired.
SELECT q.quote_id AS quote_key, q.number AS document_number,
       q.document_date, q.posting_date AS accounting_date, q.created_at AS recorded_at,
       q.currency, q.exchange_rate,
       q.partner_id AS partner_key,
       CASE q.status WHEN 'superseded' THEN 'expired' ELSE q.status END AS status, q.valid_until,
       (SELECT min(o.sales_order_id) FROM sales.sales_order o WHERE o.quote_id = q.quote_id)
         AS order_key,
       q.total
  FROM sales.quote q
  JOIN core.company c ON c.company_id = q.company_id
 WHERE c.code = :company
   AND (:from IS NULL OR q.posting_date >= :from)
   AND (:to IS NULL OR q.posting_date < :to)
   AND (:known_at IS NULL OR q.created_at <= :known_at)
