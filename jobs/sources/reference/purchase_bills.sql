-- Suppliers' bills; a cancelled one has a second bill with negative amounts that names it.
SELECT b.bill_id AS bill_key, b.number AS document_number,
       b.document_date, b.posting_date AS accounting_date, b.created_at AS recorded_at,
       b.currency, b.exchange_rate,
       b.reversed_bill_id AS reversed_key,
       b.partner_id AS partner_key, b.purchase_order_id AS order_key, b.supplier_number, b.due_date,
       b.payment_terms_id AS payment_terms_key, b.total, b.tax_total
  FROM procurement.bill b
  JOIN core.company c ON c.company_id = b.company_id
 WHERE c.code = :company
   AND (:from IS NULL OR b.posting_date >= :from)
   AND (:to IS NULL OR b.posting_date < :to)
   AND (:known_at IS NULL OR b.created_at <= :known_at)
