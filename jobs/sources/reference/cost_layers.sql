-- Cost layers that the ERP itself keeps, for comparison only.
SELECT l.layer_id AS layer_key, l.item_id AS item_key, l.location_id AS location_key,
       l.lot_id AS lot_key, l.received_on, l.quantity AS original_quantity, l.remaining_quantity,
       l.unit_cost
  FROM inventory.imported_cost_layer l
  JOIN core.item i ON i.item_id = l.item_id
  JOIN core.company c ON c.company_id = i.company_id
 WHERE c.code = :company
