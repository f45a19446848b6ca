-- Sessions of the tills. The expected cash is what the receipts add up to.
SELECT s.session_id AS session_key, s.number AS document_number,
       s.posting_date AS accounting_date, s.created_at AS recorded_at,
       s.location_id AS location_key, s.cash_account_id AS cash_account_key, s.currency,
       s.opening_cash AS opening_amount, s.expected_cash AS expected_amount,
       s.counted_cash AS counted_amount, s.sales_amount, s.deposited_amount, s.opened_at,
       s.closed_at, s.cashier
  FROM pos.session s
  JOIN core.company c ON c.company_id = s.company_id
 WHERE c.code = :company
   AND (:from IS NULL OR s.posting_date >= :from)
   AND (:to IS NULL OR s.posting_date < :to)
   AND (:known_at IS NULL OR s.created_at <= :known_at)
