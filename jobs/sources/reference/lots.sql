-- Lots and serial numbers.
SELECT l.lot_id AS lot_key, l.item_id AS item_key, l.number,
       CASE WHEN l.is_serial THEN 'serial' ELSE 'lot' END AS kind, l.supplier_number,
       l.made_on AS manufactured_on, l.expires_on, l.is_blocked
  FROM core.lot l
  JOIN core.item i ON i.item_id = l.item_id
  JOIN core.company c ON c.company_id = i.company_id
 WHERE c.code = :company
