-- Goods that customers sent back.
SELECT r.customer_return_id AS return_key, r.number AS document_number,
       r.posting_date AS accounting_date, r.created_at AS recorded_at,
       r.partner_id AS partner_key, r.delivery_id AS delivery_key, r.invoice_id AS invoice_key,
       r.credit_note_id AS credit_note_key, r.status, r.reason
  FROM sales.customer_return r
  JOIN core.company c ON c.company_id = r.company_id
 WHERE c.code = :company
   AND (:from IS NULL OR r.posting_date >= :from)
   AND (:to IS NULL OR r.posting_date < :to)
   AND (:known_at IS NULL OR r.created_at <= :known_at)
