-- What settled what; amounts are in the settled document's currency.
SELECT a.application_id AS application_key, a.applied_on AS accounting_date,
       a.created_at AS recorded_at, a.kind, a.from_stream, a.from_id AS from_key, a.to_stream,
       a.to_id AS to_key, a.amount
  FROM finance.application a
  JOIN core.company c ON c.company_id = a.company_id
 WHERE c.code = :company
   AND (:from IS NULL OR a.applied_on >= :from)
   AND (:to IS NULL OR a.applied_on < :to)
   AND (:known_at IS NULL OR a.created_at <= :known_at)
