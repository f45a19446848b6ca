-- Balances as the ERP keeps them.
SELECT b.item_id AS item_key, b.location_id AS location_key, b.counted_on, b.quantity, b.reserved
  FROM inventory.stock_balance b
  JOIN core.item i ON i.item_id = b.item_id
  JOIN core.company c ON c.company_id = i.company_id
 WHERE c.code = :company
