-- Decisions about documents; the day is that of the company's time zone.
SELECT a.approval_id AS approval_key,
       (a.decided_at AT TIME ZONE c.time_zone)::date AS accounting_date,
       a.decided_at AS recorded_at, a.document_stream, a.document_id AS document_key, a.decision,
       a.actor, a.role, a.level, a.currency, a.amount, a.requested_by, a.comment
  FROM audit.approval a
  JOIN core.company c ON c.company_id = a.company_id
 WHERE c.code = :company
   AND (:from IS NULL OR (a.decided_at AT TIME ZONE c.time_zone)::date >= :from)
   AND (:to IS NULL OR (a.decided_at AT TIME ZONE c.time_zone)::date < :to)
   AND (:known_at IS NULL OR a.decided_at <= :known_at)
