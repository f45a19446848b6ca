-- Payments received and made; a returned one has a second payment of the other direction that
-- names it.
SELECT p.payment_id AS payment_key, p.number AS document_number,
       p.document_date, p.posting_date AS accounting_date, p.created_at AS recorded_at,
       p.currency, p.exchange_rate,
       p.reversed_payment_id AS reversed_key,
       p.direction, p.partner_id AS partner_key, p.partner_role, p.payment_method,
       p.cash_account_id AS cash_account_key, p.amount, p.fee_amount, p.is_advance
  FROM finance.payment p
  JOIN core.company c ON c.company_id = p.company_id
 WHERE c.code = :company
   AND (:from IS NULL OR p.posting_date >= :from)
   AND (:to IS NULL OR p.posting_date < :to)
   AND (:known_at IS NULL OR p.created_at <= :known_at)
