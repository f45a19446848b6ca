-- Earnings, deductions and contributions by pay slip.
SELECT l.pay_slip_id AS payroll_key, l.pay_slip_line_id AS line_key,
       s.posting_date AS accounting_date, s.created_at AS recorded_at, l.kind, l.code,
       l.description, l.amount, l.hours, l.account_code
  FROM hr.pay_slip_line l
  JOIN hr.pay_slip s ON s.pay_slip_id = l.pay_slip_id
  JOIN core.company c ON c.company_id = s.company_id
 WHERE c.code = :company
   AND (:from IS NULL OR s.posting_date >= :from)
   AND (:to IS NULL OR s.posting_date < :to)
   AND (:known_at IS NULL OR s.created_at <= :known_at)
