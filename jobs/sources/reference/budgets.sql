-- Budgets by account, month and department: income negative, expense positive.
SELECT b.account_code, b.period_start, b.amount, b.scenario, b.department_id AS department_key
  FROM finance.budget b
  JOIN core.company c ON c.company_id = b.company_id
 WHERE c.code = :company
