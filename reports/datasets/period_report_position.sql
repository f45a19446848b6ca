-- Purpose: the lines of the balance sheet that the company's statements call key, else all its sections. Grain:
-- one row per line and column (those of period_report_columns.sql). Parameters: company, period,
-- statement_lines. Order: lines as they stand, column.
-- include statement_frame
, shown_line AS (
  SELECT l.seq, CASE WHEN k.any_key THEN l.line ELSE l.section END AS line
  FROM line l
  CROSS JOIN (
    SELECT coalesce(bool_or(is_key), false) AS any_key FROM line WHERE statement = 'balance_sheet'
  ) k
  WHERE l.statement = 'balance_sheet' AND (l.is_key OR NOT k.any_key)
), place AS (
  SELECT s.line, min(s.seq) AS seq FROM shown_line s GROUP BY s.line
), total AS (
  SELECT s.line, f.name, sum(f.amount) AS amount
  FROM shown_line s
  JOIN figure f ON f.seq = s.seq
  GROUP BY s.line, f.name
)
SELECT p.line, c.name AS shown_column, coalesce(t.amount, 0) AS amount
FROM place p
JOIN shown_column c ON c.statement = 'balance_sheet'
LEFT JOIN total t ON t.line = p.line AND t.name = c.name
ORDER BY p.seq, c.place
