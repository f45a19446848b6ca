-- Cost layers on hand at go-live, in base currency.
SELECT l.opening_layer_id AS layer_key, l.item_id AS item_key, l.location_id AS location_key,
       l.received_on, l.quantity, l.value
  FROM inventory.opening_layer l
  JOIN core.item i ON i.item_id = l.item_id
  JOIN core.company c ON c.company_id = i.company_id
 WHERE c.code = :company
