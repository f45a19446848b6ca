-- Purpose: results of the income statement as shares of its first section, four decimals. Grain: one row per
-- result and period (those of period_report_periods.sql); without share where the first section is zero. Parameters:
-- company, period, statement_lines. Order: results as they stand, column.
-- include statement_frame
, part AS (
  SELECT l.part, max(l.seq) AS last_seq FROM line l WHERE l.statement = 'income_statement' GROUP BY l.part
), base AS (
  SELECT f.name, sum(f.amount) AS amount
  FROM figure f
  JOIN line l ON l.seq = f.seq
  JOIN (
    SELECT l.part, l.section FROM line l WHERE l.statement = 'income_statement' ORDER BY l.seq LIMIT 1
  ) first ON first.part = l.part AND first.section = l.section
  WHERE f.statement = 'income_statement'
  GROUP BY f.name
)
SELECT p.part, c.name AS shown_column,
  round(coalesce(sum(f.amount), 0) / nullif(max(b.amount), 0), 4) AS share
FROM part p
JOIN shown_column c ON c.statement = 'balance_sheet'
JOIN wanted w ON w.source = c.name
LEFT JOIN base b ON b.name = c.name
LEFT JOIN figure f ON f.statement = 'income_statement' AND f.name = c.name AND f.seq <= p.last_seq
WHERE (SELECT max(abs(amount)) FROM base) > 0
GROUP BY p.part, p.last_seq, c.name, c.place
ORDER BY p.last_seq, c.place
