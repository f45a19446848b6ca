-- Events in the life of fixed assets, in the asset's currency.
SELECT e.asset_event_id AS asset_event_key, e.event_date AS accounting_date,
       e.created_at AS recorded_at, e.fixed_asset_id AS asset_key, e.kind, a.currency, e.amount,
       e.proceeds AS proceeds_amount, e.units, e.to_location_id AS to_location_key,
       e.to_department_id AS to_department_key, e.document_stream, e.document_id AS document_key
  FROM finance.asset_event e
  JOIN finance.fixed_asset a ON a.fixed_asset_id = e.fixed_asset_id
  JOIN core.company c ON c.company_id = a.company_id
 WHERE c.code = :company
   AND (:from IS NULL OR e.event_date >= :from)
   AND (:to IS NULL OR e.event_date < :to)
   AND (:known_at IS NULL OR e.created_at <= :known_at)
