-- Purpose: the income statement by line. Grain: one row per line with a figure, and column (those of
-- income_statement_columns.sql). Parameters: company, period, statement_lines. Order: lines as they
-- stand, column.
-- include statement_frame
, total AS (
  SELECT f.seq, f.name, sum(f.amount) AS amount
  FROM figure f
  WHERE f.statement = 'income_statement'
  GROUP BY f.seq, f.name
), kept AS (
  SELECT t.seq FROM total t WHERE t.amount <> 0
  UNION
  -- The last step stands there with nothing in it too: it bears the result.
  SELECT max(l.seq) FROM line l WHERE l.statement = 'income_statement'
)
SELECT l.part, l.section, l.line, c.name AS shown_column, coalesce(t.amount, 0) AS amount
FROM kept k
JOIN line l ON l.seq = k.seq
JOIN shown_column c ON c.statement = l.statement
LEFT JOIN total t ON t.seq = k.seq AND t.name = c.name
ORDER BY l.seq, c.place
