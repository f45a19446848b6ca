-- Loans.
SELECT l.loan_id AS loan_key, l.number AS document_number, l.side, l.partner_id AS partner_key,
       l.currency, l.principal AS principal_amount, l.drawn_on AS starts_on,
       l.matures_on AS ends_on, l.rate_percent AS interest_percent, l.interest_basis,
       l.repayment, l.payments_per_year, l.instalment_amount, l.account_code
  FROM finance.loan l
  JOIN core.company c ON c.company_id = l.company_id
 WHERE c.code = :company
