-- Figures that the ERP itself states.
SELECT t.name, t.as_of, t.scope_id AS scope_key, t.quantity, t.amount
  FROM metadata.control_total t
  JOIN core.company c ON c.company_id = t.company_id
 WHERE c.code = :company
