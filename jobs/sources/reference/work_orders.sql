-- Production orders, dated by their start.
SELECT w.work_order_id AS work_order_key, w.number AS document_number,
       w.starts_on AS accounting_date, w.created_at AS recorded_at, w.item_id AS item_key,
       w.location_id AS location_key, w.planned_quantity, w.completed_quantity,
       w.scrapped_quantity, w.status, w.due_on, w.completed_on,
       w.sales_order_id AS sales_order_key,
       w.department_id AS department_key, w.project_id AS project_key
  FROM manufacturing.work_order w
  JOIN core.company c ON c.company_id = w.company_id
 WHERE c.code = :company
   AND (:from IS NULL OR w.starts_on >= :from)
   AND (:to IS NULL OR w.starts_on < :to)
   AND (:known_at IS NULL OR w.created_at <= :known_at)
