-- Gift cards, vouchers and customers' credits; the card's number tells which one changes.
SELECT v.stored_value_id AS stored_value_key, v.event_date AS accounting_date,
       v.created_at AS recorded_at, v.number AS instrument_key, v.kind, v.event,
       v.partner_id AS partner_key, v.currency, v.amount, v.points, v.expires_on,
       v.document_stream, v.document_id AS document_key
  FROM pos.stored_value v
  JOIN core.company c ON c.company_id = v.company_id
 WHERE c.code = :company
   AND (:from IS NULL OR v.event_date >= :from)
   AND (:to IS NULL OR v.event_date < :to)
   AND (:known_at IS NULL OR v.created_at <= :known_at)
