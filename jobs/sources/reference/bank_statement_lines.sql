-- Lines of bank statements with what they were matched with.
SELECT s.bank_statement_line_id AS statement_line_key, s.statement_number,
       s.cash_account_id AS cash_account_key, s.booked_on AS accounting_date,
       s.created_at AS recorded_at, s.value_date, a.currency, s.amount,
       s.balance_after AS balance, s.reference, s.counterparty, s.description,
       s.payment_id AS payment_key, s.cash_transaction_id AS transaction_key
  FROM finance.bank_statement_line s
  JOIN finance.cash_account a ON a.cash_account_id = s.cash_account_id
  JOIN core.company c ON c.company_id = a.company_id
 WHERE c.code = :company
   AND (:from IS NULL OR s.booked_on >= :from)
   AND (:to IS NULL OR s.booked_on < :to)
   AND (:known_at IS NULL OR s.created_at <= :known_at)
