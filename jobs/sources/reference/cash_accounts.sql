-- Bank accounts, tills and clearing accounts.
SELECT a.cash_account_id AS cash_account_key, a.name, a.kind, a.currency, a.account_code
  FROM finance.cash_account a
  JOIN core.company c ON c.company_id = a.company_id
 WHERE c.code = :company
