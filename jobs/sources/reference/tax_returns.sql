-- Tax returns.
SELECT r.tax_return_id AS tax_return_key, r.next_first_day - 1 AS accounting_date,
       r.created_at AS recorded_at, r.kind, r.first_day AS starts_on,
       r.next_first_day - 1 AS ends_on, r.status, r.filed_on, r.due_on, r.currency,
       r.output_amount, r.input_amount, r.payable_amount, c.country AS jurisdiction
  FROM finance.tax_return r
  JOIN core.company c ON c.company_id = r.company_id
 WHERE c.code = :company
   AND (:from IS NULL OR r.next_first_day - 1 >= :from)
   AND (:to IS NULL OR r.next_first_day - 1 < :to)
   AND (:known_at IS NULL OR r.created_at <= :known_at)
