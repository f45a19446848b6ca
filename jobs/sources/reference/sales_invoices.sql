-- Invoices to customers and receipts of the tills; a cancelled one has a second invoice with
-- negative amounts that names it.
SELECT i.invoice_id AS invoice_key, i.number AS document_number,
       i.document_date, i.posting_date AS accounting_date, i.created_at AS recorded_at,
       i.currency, i.exchange_rate,
       i.reversed_invoice_id AS reversed_key,
       i.partner_id AS partner_key, i.sales_order_id AS order_key, i.due_date,
       i.payment_terms_id AS payment_terms_key, i.settlement, i.cash_account_id AS cash_account_key,
       i.total, i.tax_total
  FROM sales.invoice i
  JOIN core.company c ON c.company_id = i.company_id
 WHERE c.code = :company
   AND (:from IS NULL OR i.posting_date >= :from)
   AND (:to IS NULL OR i.posting_date < :to)
   AND (:known_at IS NULL OR i.created_at <= :known_at)
