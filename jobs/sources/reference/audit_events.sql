-- The ERP's audit log; the day is that of the company's time zone.
SELECT e.event_id AS event_key, (e.occurred_at AT TIME ZONE c.time_zone)::date AS accounting_date,
       e.occurred_at AS recorded_at, e.action, e.document_stream, e.document_id AS document_key,
       e.table_name AS source_table, e.actor,
       jsonb_build_object('old', e.old_values, 'new', e.new_values) AS changes
  FROM audit.event e
  JOIN core.company c ON c.company_id = e.company_id
 WHERE c.code = :company
   AND (:from IS NULL OR (e.occurred_at AT TIME ZONE c.time_zone)::date >= :from)
   AND (:to IS NULL OR (e.occurred_at AT TIME ZONE c.time_zone)::date < :to)
   AND (:known_at IS NULL OR e.occurred_at <= :known_at)
