-- Lines of credit notes.
SELECT l.credit_note_id AS credit_note_key, l.credit_note_line_id AS line_key,
       h.posting_date AS accounting_date, h.created_at AS recorded_at,
       l.line_kind, l.item_id AS item_key, l.invoice_line_id AS invoice_line_key, l.description,
       l.quantity, l.net_amount, l.tax_amount, l.tax_code,
       l.account_code, l.department_id AS department_key,
       l.project_id AS project_key
  FROM sales.credit_note_line l
  JOIN sales.credit_note h ON h.credit_note_id = l.credit_note_id
  JOIN core.company c ON c.company_id = h.company_id
 WHERE c.code = :company
   AND (:from IS NULL OR h.posting_date >= :from)
   AND (:to IS NULL OR h.posting_date < :to)
   AND (:known_at IS NULL OR h.created_at <= :known_at)
