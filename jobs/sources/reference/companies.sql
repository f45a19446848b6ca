-- The companies of the group that share this database; all of them, whichever is read.
SELECT c.company_id AS company_key, c.name, c.base_currency, c.country, c.tax_id, c.time_zone,
       c.fiscal_year_first_month
  FROM core.company c
