-- Purpose: the columns of the balance sheet: the period shown, and what it is compared with, where that
-- is published. Grain: one row per column. Parameters: company, period. Order: from left to right.
WITH shown AS (
  SELECT p.fiscal_year, p.number, p.first_day
  FROM analytics.period p
  WHERE p.company = :company AND p.period = :period AND p.period_id = :period_id
), wanted AS (
  SELECT c.source, p.period_id, p.period
  FROM shown s
  JOIN analytics.period p ON p.company = :company AND p.run_id IS NOT NULL
  CROSS JOIN LATERAL (VALUES ('period', p.period_id = :period_id),
    ('prior_period', p.last_day = s.first_day - 1),
    ('prior_year', p.fiscal_year = s.fiscal_year - 1 AND p.number = s.number)
  ) AS c (source, fits)
  WHERE c.fits
), term AS (
  SELECT * FROM (VALUES ('period', 1, 'period', '', 'period'),
    ('prior_period', 2, 'prior_period', '', 'prior_period'),
    ('change', 3, 'prior_period', 'Change', 'none'),
    ('prior_year', 4, 'prior_year', '', 'prior_year'),
    ('change_from_prior_year', 5, 'prior_year', 'Change', 'none')
  ) AS t (name, place, needs, words, titled)
)
SELECT t.name, t.words || coalesce(w.period, '') AS title
FROM term t
LEFT JOIN wanted w ON w.source = t.titled
WHERE t.needs IN (SELECT source FROM wanted)
ORDER BY t.place
