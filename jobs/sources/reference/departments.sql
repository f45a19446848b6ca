-- Departments.
SELECT d.department_id AS department_key, d.code AS number, d.name, d.parent_id AS parent_key
  FROM core.department d
  JOIN core.company c ON c.company_id = d.company_id
 WHERE c.code = :company
