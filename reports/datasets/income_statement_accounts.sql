-- Purpose: the income statement by account. The accounts of each line are those that the
-- company's statements name (jobs/statements), else all of a type. Amounts are positive on the side of
-- their part; income is positive, expense negative.
-- Grain: one row per line and account with a figure, and column (those of income_statement_columns.sql).
-- Parameters: company, period, statement_lines. Order: lines and accounts as they stand, column.
WITH selector AS (
  SELECT *
  FROM json_to_recordset(CAST(:statement_lines AS text)::json) AS s (seq int, statement text, part text,
    section text, line text, sign int, first_account text, last_account text, account_type text,
    holds_result boolean)
), shown AS (
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
  SELECT t.*
  FROM (VALUES ('period', 1, 'period', 'period', 'movement', 1),
    ('prior_period', 2, 'prior_period', 'prior_period', 'movement', 1),
    ('change', 3, 'period', 'prior_period', 'movement', 1),
    ('change', 3, 'prior_period', 'prior_period', 'movement', -1),
    ('prior_year', 4, 'prior_year', 'prior_year', 'movement', 1),
    ('change_from_prior_year', 5, 'period', 'prior_year', 'movement', 1),
    ('change_from_prior_year', 5, 'prior_year', 'prior_year', 'movement', -1),
    ('year_to_date', 6, 'period', 'period', 'closing', 1),
    ('prior_year_to_date', 7, 'prior_year', 'prior_year', 'closing', 1),
    ('change_of_year_to_date', 8, 'period', 'prior_year', 'closing', 1),
    ('change_of_year_to_date', 8, 'prior_year', 'prior_year', 'closing', -1)
  ) AS t (name, place, source, needs, figure, factor)
  WHERE t.needs IN (SELECT source FROM wanted)
), balance AS (
  SELECT w.source, f.figure, t.account, t.account_name, t.account_class, -sum(f.amount) AS amount
  FROM wanted w
  JOIN analytics.trial_balance t ON t.company = :company AND t.period_id = w.period_id
  CROSS JOIN LATERAL (VALUES ('closing', t.closing - t.year_end_debit + t.year_end_credit),
    ('movement', t.debit - t.year_end_debit - t.credit + t.year_end_credit)
  ) AS f (figure, amount)
  GROUP BY w.source, f.figure, t.account, t.account_name, t.account_class
), placed AS (
  SELECT b.source, b.figure, l.seq, b.account, b.account_name, b.amount
  FROM balance b
  CROSS JOIN LATERAL (
    SELECT s.seq, s.statement
    FROM selector s
    WHERE b.account COLLATE "C" BETWEEN s.first_account AND s.last_account
      OR s.account_type = b.account_class
    ORDER BY s.account_type IS NOT NULL
    LIMIT 1
  ) l
  WHERE l.statement = 'income_statement'
), line AS (
  SELECT DISTINCT s.seq, s.part, s.section, s.line, s.sign FROM selector s
), figure AS (
  SELECT p.seq, p.account, p.account_name, t.name, sum(t.factor * p.amount * l.sign) AS amount
  FROM term t
  JOIN placed p ON p.source = t.source AND p.figure = t.figure
  JOIN line l ON l.seq = p.seq
  GROUP BY p.seq, p.account, p.account_name, t.name
), kept AS (
  SELECT DISTINCT f.seq, f.account, f.account_name FROM figure f WHERE f.amount <> 0
), key AS (
  SELECT k.*, t.name, t.place FROM kept k CROSS JOIN (SELECT DISTINCT name, place FROM term) t
)
SELECT l.line, k.account, k.account_name, k.name AS shown_column,
  coalesce(f.amount, 0) AS amount
FROM key k
JOIN line l ON l.seq = k.seq
LEFT JOIN figure f ON f.seq = k.seq AND f.name = k.name AND f.account IS NOT DISTINCT FROM k.account
ORDER BY l.seq, k.account COLLATE "C", k.place
