-- The chart of accounts.
SELECT a.account_code, a.name, a.account_type, a.parent_code, a.control, a.is_monetary
  FROM finance.account a
  JOIN core.company c ON c.company_id = a.company_id
 WHERE c.code = :company
