-- The movement ledger. A value is that of the whole movement; goods that are free say so, and a
-- receipt without a value has no known price.
SELECT m.stock_movement_id AS movement_key, m.movement_date AS accounting_date,
       m.created_at AS recorded_at, m.sequence, m.kind, m.reason, m.item_id AS item_key,
       m.location_id AS location_key, m.to_location_id AS to_location_key, m.lot_id AS lot_key,
       m.owner, m.quantity,
       CASE WHEN m.is_free THEN 'free' WHEN m.value IS NULL THEN 'missing' ELSE 'known' END
         AS price_state,
       m.value, m.currency, m.exchange_rate, m.document_stream, m.document_id AS document_key,
       m.document_line_id AS document_line_key, m.linked_movement_id AS linked_key,
       m.work_order_id AS work_order_key
  FROM inventory.stock_movement m
  JOIN core.company c ON c.company_id = m.company_id
 WHERE c.code = :company
   AND (:from IS NULL OR m.movement_date >= :from)
   AND (:to IS NULL OR m.movement_date < :to)
   AND (:known_at IS NULL OR m.created_at <= :known_at)
