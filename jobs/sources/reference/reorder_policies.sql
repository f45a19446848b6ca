-- How items are planned.
SELECT r.item_id AS item_key, r.location_id AS location_key, r.policy, r.reorder_point,
       r.reorder_quantity, r.safety_stock, r.minimum_quantity, r.maximum_quantity,
       r.multiple_quantity, r.lead_time_days
  FROM core.reorder_policy r
  JOIN core.item i ON i.item_id = r.item_id
  JOIN core.company c ON c.company_id = i.company_id
 WHERE c.code = :company
