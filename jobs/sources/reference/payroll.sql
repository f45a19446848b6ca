-- Pay slips.
SELECT s.pay_slip_id AS payroll_key, s.number AS document_number,
       s.posting_date AS accounting_date, s.created_at AS recorded_at,
       s.employee_id AS employee_key, s.period_start, s.period_end, s.currency, s.exchange_rate,
       s.gross_amount, s.net_amount, s.employer_amount, s.paid_on,
       s.cash_account_id AS cash_account_key, s.department_id AS department_key,
       s.project_id AS project_key, s.reversed_pay_slip_id AS reversed_key
  FROM hr.pay_slip s
  JOIN core.company c ON c.company_id = s.company_id
 WHERE c.code = :company
   AND (:from IS NULL OR s.posting_date >= :from)
   AND (:to IS NULL OR s.posting_date < :to)
   AND (:known_at IS NULL OR s.created_at <= :known_at)
