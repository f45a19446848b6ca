-- Employees with the department of their latest assignment. Names are not in the extract.
SELECT e.businessentityid AS employee_key, e.businessentityid::text AS number, e.jobtitle AS job_title,
       h.departmentid AS department_key, e.hiredate AS hired_on, e.currentflag AS is_active
  FROM aw.employee e
  LEFT JOIN (SELECT DISTINCT ON (businessentityid) businessentityid, departmentid
               FROM aw.employeedepartmenthistory
              ORDER BY businessentityid, startdate DESC, departmentid) h
    ON h.businessentityid = e.businessentityid
