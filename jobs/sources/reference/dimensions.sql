-- Values of further dimensions of analysis.
SELECT d.dimension, d.value_code, d.name, d.parent_code, d.is_active
  FROM metadata.dimension d
  JOIN core.company c ON c.company_id = d.company_id
 WHERE c.code = :company
