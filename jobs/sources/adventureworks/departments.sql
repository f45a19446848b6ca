-- Departments.
SELECT d.departmentid AS department_key, d.departmentid::text AS number, d.name
  FROM aw.department d
