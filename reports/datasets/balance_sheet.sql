-- Purpose: the balance sheet by line. Grain: one row per line with a figure, and column (those of
-- balance_sheet_columns.sql). Parameters: company, period, statement_lines. Order: lines as they
-- stand, column.
-- include statement_frame
, total AS (
  SELECT f.seq, f.name, sum(f.amount) AS amount
  FROM figure f
  WHERE f.statement = 'balance_sheet'
  GROUP BY f.seq, f.name
), kept AS (
  SELECT t.seq FROM total t WHERE t.amount <> 0
  UNION
  SELECT s.seq FROM selector s WHERE s.holds_result
)
SELECT l.part, l.section, l.line, c.name AS shown_column, coalesce(t.amount, 0) AS amount
FROM kept k
JOIN line l ON l.seq = k.seq
JOIN shown_column c ON c.statement = l.statement
LEFT JOIN total t ON t.seq = k.seq AND t.name = c.name
ORDER BY l.seq, c.place
