-- Changes of documents' states; the day is that of the company's time zone.
SELECT t.transition_id AS transition_key,
       (t.occurred_at AT TIME ZONE c.time_zone)::date AS accounting_date,
       t.occurred_at AS recorded_at, t.document_stream, t.document_id AS document_key,
       t.from_status AS from_state, t.to_status AS to_state, t.actor, t.role, t.reason
  FROM audit.workflow_transition t
  JOIN core.company c ON c.company_id = t.company_id
 WHERE c.code = :company
   AND (:from IS NULL OR (t.occurred_at AT TIME ZONE c.time_zone)::date >= :from)
   AND (:to IS NULL OR (t.occurred_at AT TIME ZONE c.time_zone)::date < :to)
   AND (:known_at IS NULL OR t.occurred_at <= :known_at)
