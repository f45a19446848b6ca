-- Production orders under way at go-live, with what they had cost by then in base currency.
SELECT o.work_order_id AS work_order_key, w.number AS document_number, w.item_id AS item_key,
       o.quantity_left AS planned_quantity, o.cost AS amount
  FROM manufacturing.opening_work_order o
  JOIN manufacturing.work_order w ON w.work_order_id = o.work_order_id
  JOIN core.company c ON c.company_id = w.company_id
 WHERE c.code = :company
