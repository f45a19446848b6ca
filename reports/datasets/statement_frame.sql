-- Purpose: what the datasets of statements begin with: they say `-- include statement_frame`, and go on
-- with a comma and further CTEs. Here are: the lines of the company's statements (jobs/statements), the
-- published periods that are compared, the columns shown and what each is made of, and the figure of
-- each line, account and column, before the year-end entry. Amounts are positive on the side of their part;
-- income is positive and expense negative. Parameters: company, period, statement_lines.
WITH selector AS (
  SELECT *
  FROM json_to_recordset(CAST(:statement_lines AS text)::json) AS s (seq int, statement text, part text,
    section text, line text, sign int, first_account text, last_account text, account_type text,
    holds_result boolean, is_key boolean)
), line AS (
  SELECT DISTINCT s.statement, s.seq, s.part, s.section, s.line, s.sign, s.is_key FROM selector s
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
), shown_column AS (
  SELECT c.statement, c.name, c.place, c.words || coalesce(w.period, '') AS title
  FROM (VALUES ('balance_sheet', 'period', 1, 'period', '', 'period'),
    ('balance_sheet', 'prior_period', 2, 'prior_period', '', 'prior_period'),
    ('balance_sheet', 'change', 3, 'prior_period', 'Change', 'none'),
    ('balance_sheet', 'prior_year', 4, 'prior_year', '', 'prior_year'),
    ('balance_sheet', 'change_from_prior_year', 5, 'prior_year', 'Change', 'none'),
    ('income_statement', 'period', 1, 'period', '', 'period'),
    ('income_statement', 'prior_period', 2, 'prior_period', '', 'prior_period'),
    ('income_statement', 'change', 3, 'prior_period', 'Change', 'none'),
    ('income_statement', 'prior_year', 4, 'prior_year', '', 'prior_year'),
    ('income_statement', 'change_from_prior_year', 5, 'prior_year', 'Change', 'none'),
    ('income_statement', 'year_to_date', 6, 'period', 'Year to ', 'period'),
    ('income_statement', 'prior_year_to_date', 7, 'prior_year', 'Year to ', 'prior_year'),
    ('income_statement', 'change_of_year_to_date', 8, 'prior_year', 'Change', 'none')
  ) AS c (statement, name, place, needs, words, titled)
  LEFT JOIN wanted w ON w.source = c.titled
  WHERE c.needs IN (SELECT source FROM wanted)
), term AS (
  SELECT t.*
  FROM (VALUES ('balance_sheet', 'period', 'period', 'closing', 1),
    ('balance_sheet', 'prior_period', 'prior_period', 'closing', 1),
    ('balance_sheet', 'change', 'period', 'closing', 1),
    ('balance_sheet', 'change', 'prior_period', 'closing', -1),
    ('balance_sheet', 'prior_year', 'prior_year', 'closing', 1),
    ('balance_sheet', 'change_from_prior_year', 'period', 'closing', 1),
    ('balance_sheet', 'change_from_prior_year', 'prior_year', 'closing', -1),
    ('income_statement', 'period', 'period', 'movement', 1),
    ('income_statement', 'prior_period', 'prior_period', 'movement', 1),
    ('income_statement', 'change', 'period', 'movement', 1),
    ('income_statement', 'change', 'prior_period', 'movement', -1),
    ('income_statement', 'prior_year', 'prior_year', 'movement', 1),
    ('income_statement', 'change_from_prior_year', 'period', 'movement', 1),
    ('income_statement', 'change_from_prior_year', 'prior_year', 'movement', -1),
    ('income_statement', 'year_to_date', 'period', 'closing', 1),
    ('income_statement', 'prior_year_to_date', 'prior_year', 'closing', 1),
    ('income_statement', 'change_of_year_to_date', 'period', 'closing', 1),
    ('income_statement', 'change_of_year_to_date', 'prior_year', 'closing', -1)
  ) AS t (statement, name, source, figure, factor)
), balance AS (
  SELECT w.source, f.figure, t.account, t.account_name, t.account_class, -sum(f.amount) AS amount
  FROM wanted w
  JOIN analytics.trial_balance t ON t.company = :company AND t.period_id = w.period_id
  CROSS JOIN LATERAL (VALUES ('closing', t.closing - t.year_end_debit + t.year_end_credit),
    ('movement', t.debit - t.year_end_debit - t.credit + t.year_end_credit)
  ) AS f (figure, amount)
  GROUP BY w.source, f.figure, t.account, t.account_name, t.account_class
), placed AS (
  SELECT b.source, b.figure, l.statement, l.seq, b.account, b.account_name, b.amount
  FROM balance b
  CROSS JOIN LATERAL (
    SELECT s.seq, s.statement
    FROM selector s
    WHERE b.account COLLATE "C" BETWEEN s.first_account AND s.last_account
      OR s.account_type = b.account_class
    ORDER BY s.account_type IS NOT NULL
    LIMIT 1
  ) l
  UNION ALL
  -- Income less expense since the year began stands in equity until it is distributed.
  SELECT b.source, b.figure, l.statement, l.seq, NULL,
    'Income less expense since the fiscal year began', b.amount
  FROM balance b CROSS JOIN selector l
  WHERE l.holds_result AND b.account_class IN ('income', 'expense')
), figure AS (
  SELECT p.statement, p.seq, p.account, p.account_name, c.name, c.place,
    sum(t.factor * p.amount * l.sign) AS amount
  FROM shown_column c
  JOIN term t ON t.statement = c.statement AND t.name = c.name
  JOIN placed p ON p.statement = t.statement AND p.source = t.source AND p.figure = t.figure
  JOIN line l ON l.seq = p.seq
  GROUP BY p.statement, p.seq, p.account, p.account_name, c.name, c.place
)
