-- Items with the costing method the ERP states.
SELECT i.item_id AS item_key, i.number, i.name, i.kind, i.category, i.unit_code AS unit,
       i.costing_method, i.is_made, i.is_active
  FROM core.item i
  JOIN core.company c ON c.company_id = i.company_id
 WHERE c.code = :company
