-- The one company of the sample: every figure is in US dollars.
SELECT 1::int4 AS company_key, 'Adventure Works Cycles' AS name, 'USD' AS base_currency,
       'US' AS country, NULL::text AS tax_id, 'UTC' AS time_zone, 7::int4 AS fiscal_year_first_month
