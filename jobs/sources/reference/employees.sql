-- Employees, without names: reports of wages show job titles and departments.
SELECT e.employee_id AS employee_key, e.number, e.job_title, e.department_id AS department_key,
       e.hired_on, e.left_on, e.left_on IS NULL AS is_active
  FROM hr.employee e
  JOIN core.company c ON c.company_id = e.company_id
 WHERE c.code = :company
