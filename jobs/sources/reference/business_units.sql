-- Business units.
SELECT b.business_unit_id AS business_unit_key, b.code AS number, b.name,
       b.parent_id AS parent_key, b.is_segment, b.is_active
  FROM core.business_unit b
  JOIN core.company c ON c.company_id = b.company_id
 WHERE c.code = :company
