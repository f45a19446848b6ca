-- The calendar as the ERP keeps it. It stores the first day after a period.
SELECT p.fiscal_year, p.period_number, p.name, p.first_day AS starts_on,
       p.next_first_day - 1 AS ends_on, p.status, p.closed_on
  FROM core.fiscal_period p
  JOIN core.company c ON c.company_id = p.company_id
 WHERE c.code = :company
