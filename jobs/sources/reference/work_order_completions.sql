-- The end of production orders: completed, closed or cancelled, on the day stated, else that of the
-- last movement, else of the start. They absorb the amounts of their recorded hours.
SELECT w.work_order_id AS work_order_key, w.number AS document_number, e.accounting_date,
       coalesce(m.recorded_at, w.created_at) AS recorded_at, t.labour_amount, t.overhead_amount,
       t.worked_hours, w.scrapped_quantity
  FROM manufacturing.work_order w
  JOIN core.company c ON c.company_id = w.company_id
  LEFT JOIN (SELECT work_order_id, max(movement_date) AS moved_on
               FROM inventory.stock_movement GROUP BY work_order_id) l
    ON l.work_order_id = w.work_order_id
 CROSS JOIN LATERAL (SELECT coalesce(w.completed_on, l.moved_on, w.starts_on) AS accounting_date) e
  LEFT JOIN LATERAL (SELECT max(v.created_at) AS recorded_at
                       FROM inventory.stock_movement v
                      WHERE v.work_order_id = w.work_order_id
                        AND v.movement_date <= e.accounting_date) m ON true
  LEFT JOIN (SELECT work_order_id, sum(labour_amount) AS labour_amount,
                    sum(overhead_amount) AS overhead_amount, sum(hours) AS worked_hours
               FROM manufacturing.work_order_time GROUP BY work_order_id) t
    ON t.work_order_id = w.work_order_id
 WHERE c.code = :company AND w.status IN ('completed', 'closed', 'cancelled')
   AND (:from IS NULL OR e.accounting_date >= :from)
   AND (:to IS NULL OR e.accounting_date < :to)
   AND (:known_at IS NULL OR coalesce(m.recorded_at, w.created_at) <= :known_at)
