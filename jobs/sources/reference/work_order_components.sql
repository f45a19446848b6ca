-- Components of production orders.
SELECT l.work_order_id AS work_order_key, l.work_order_component_id AS line_key,
       w.starts_on AS accounting_date, w.created_at AS recorded_at,
       l.item_id AS item_key, l.location_id AS location_key, l.lot_id AS lot_key,
       l.planned_quantity, l.consumed_quantity, l.scrapped_quantity, l.unit_cost
  FROM manufacturing.work_order_component l
  JOIN manufacturing.work_order w ON w.work_order_id = l.work_order_id
  JOIN core.company c ON c.company_id = w.company_id
 WHERE c.code = :company
   AND (:from IS NULL OR w.starts_on >= :from)
   AND (:to IS NULL OR w.starts_on < :to)
   AND (:known_at IS NULL OR w.created_at <= :known_at)
