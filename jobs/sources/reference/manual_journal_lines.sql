-- Lines of posted manual entries.
SELECT l.journal_id AS journal_key, l.line_number AS line_key,
       j.posting_date AS accounting_date, j.created_at AS recorded_at,
       l.account_code AS account, l.debit, l.credit, l.description, l.partner_id AS partner_key,
       l.account_code, l.department_id AS department_key, l.project_id AS project_key
  FROM finance.journal_line l
  JOIN finance.journal j ON j.journal_id = l.journal_id
  JOIN core.company c ON c.company_id = j.company_id
 WHERE c.code = :company
   AND j.is_manual AND j.status <> 'draft'
   AND (:from IS NULL OR j.posting_date >= :from)
   AND (:to IS NULL OR j.posting_date < :to)
   AND (:known_at IS NULL OR j.created_at <= :known_at)
