-- Changes of cash accounts without a document.
SELECT t.cash_transaction_id AS transaction_key, t.number AS document_number,
       t.transaction_date AS accounting_date, t.created_at AS recorded_at,
       t.cash_account_id AS cash_account_key, t.kind, a.currency, t.exchange_rate, t.amount,
       t.other_cash_account_id AS other_cash_account_key, o.currency AS other_currency,
       t.other_amount, t.fee_amount, t.counter_account AS account_code,
       t.partner_id AS partner_key, t.loan_id AS loan_key, t.description,
       t.reversed_cash_transaction_id AS reversed_key
  FROM finance.cash_transaction t
  JOIN core.company c ON c.company_id = t.company_id
  JOIN finance.cash_account a ON a.cash_account_id = t.cash_account_id
  LEFT JOIN finance.cash_account o ON o.cash_account_id = t.other_cash_account_id
 WHERE c.code = :company
   AND (:from IS NULL OR t.transaction_date >= :from)
   AND (:to IS NULL OR t.transaction_date < :to)
   AND (:known_at IS NULL OR t.created_at <= :known_at)
