-- Warehouses, shops, workshops and goods on the way.
SELECT l.location_id AS location_key, l.code AS number, l.name, l.kind, l.parent_id AS parent_key
  FROM core.location l
  JOIN core.company c ON c.company_id = l.company_id
 WHERE c.code = :company
