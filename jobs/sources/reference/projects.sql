-- Projects.
SELECT p.project_id AS project_key, p.code AS number, p.name, p.partner_id AS partner_key,
       p.department_id AS department_key, p.starts_on, p.ends_on, p.budget_amount, p.currency,
       p.is_active
  FROM core.project p
  JOIN core.company c ON c.company_id = p.company_id
 WHERE c.code = :company
