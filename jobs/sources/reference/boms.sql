-- Components of made items.
SELECT b.item_id AS item_key, b.component_id AS component_key, b.quantity, b.valid_from,
       b.valid_until, b.level, b.unit_code AS unit
  FROM manufacturing.bom b
  JOIN core.item i ON i.item_id = b.item_id
  JOIN core.company c ON c.company_id = i.company_id
 WHERE c.code = :company
