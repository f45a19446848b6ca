-- Further properties of items.
SELECT a.item_id AS item_key, a.attribute, a.value, a.unit
  FROM metadata.item_attribute a
  JOIN core.item i ON i.item_id = a.item_id
  JOIN core.company c ON c.company_id = i.company_id
 WHERE c.code = :company
