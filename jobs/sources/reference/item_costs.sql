-- Standard costs, last purchase prices and list prices, each from its first day.
SELECT k.item_id AS item_key, k.kind, k.valid_from, k.unit_cost, k.currency
  FROM core.item_cost k
  JOIN core.item i ON i.item_id = k.item_id
  JOIN core.company c ON c.company_id = i.company_id
 WHERE c.code = :company
