-- Stock promised to orders.
SELECT r.reservation_id AS reservation_key, r.item_id AS item_key, r.location_id AS location_key,
       r.quantity, r.needed_on, r.sales_order_id AS document_key
  FROM inventory.reservation r
  JOIN core.item i ON i.item_id = r.item_id
  JOIN core.company c ON c.company_id = i.company_id
 WHERE c.code = :company
