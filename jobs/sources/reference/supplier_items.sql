-- Suppliers and their conditions by item.
SELECT s.item_id AS item_key, s.partner_id AS partner_key, s.supplier_number, s.unit_price,
       s.currency, s.lead_time_days, s.minimum_quantity, s.maximum_quantity, s.multiple_quantity,
       s.last_unit_price, s.last_received_on, s.is_preferred
  FROM core.supplier_item s
  JOIN core.item i ON i.item_id = s.item_id
  JOIN core.company c ON c.company_id = i.company_id
 WHERE c.code = :company
