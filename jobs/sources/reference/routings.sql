-- Operations of made items.
SELECT r.item_id AS item_key, r.operation, r.name, r.work_centre, r.location_id AS location_key,
       r.setup_hours, r.run_hours, r.labour_rate, r.overhead_rate, r.currency, r.valid_from,
       r.valid_until
  FROM manufacturing.routing r
  JOIN core.item i ON i.item_id = r.item_id
  JOIN core.company c ON c.company_id = i.company_id
 WHERE c.code = :company
