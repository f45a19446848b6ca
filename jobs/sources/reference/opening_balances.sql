-- The trial balance at go-live: debit positive, in the account's currency and in base currency.
SELECT b.account_code, b.currency, b.amount, b.base_amount, b.department_id AS department_key
  FROM finance.opening_balance b
  JOIN core.company c ON c.company_id = b.company_id
 WHERE c.code = :company
