-- Accruals and deferrals.
SELECT s.schedule_id AS schedule_key, s.number AS document_number, s.kind,
       s.first_day AS starts_on, s.last_day AS ends_on, s.method, s.currency, s.amount,
       s.stated_amounts, s.balance_account_code, s.result_account_code, s.document_stream,
       s.document_id AS document_key, s.document_line_id AS document_line_key, s.ended_on,
       s.department_id AS department_key, s.project_id AS project_key
  FROM finance.schedule s
  JOIN core.company c ON c.company_id = s.company_id
 WHERE c.code = :company
