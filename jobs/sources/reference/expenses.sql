-- Lines of expense claims; each carries its claim's number, dates and status.
SELECT l.expense_claim_line_id AS expense_key, h.number AS document_number, h.document_date,
       h.posting_date AS accounting_date, h.created_at AS recorded_at, h.currency,
       h.exchange_rate, h.employee_id AS employee_key, h.partner_id AS partner_key, h.paid_by,
       h.cash_account_id AS cash_account_key, l.category, l.description,
       l.net_amount + coalesce(l.tax_amount, 0) AS total, l.tax_amount, l.recoverable_tax_amount,
       l.tax_code, h.status, h.approved_by, l.account_code, l.department_id AS department_key,
       l.project_id AS project_key
  FROM procurement.expense_claim_line l
  JOIN procurement.expense_claim h ON h.expense_claim_id = l.expense_claim_id
  JOIN core.company c ON c.company_id = h.company_id
 WHERE c.code = :company
   AND (:from IS NULL OR h.posting_date >= :from)
   AND (:to IS NULL OR h.posting_date < :to)
   AND (:known_at IS NULL OR h.created_at <= :known_at)
