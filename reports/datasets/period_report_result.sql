-- Purpose: the income statement of the period by section. Grain: one row per section with a figure, and
-- column (those of period_report_columns.sql). Parameters: company, period, statement_lines. Order: sections
-- as they stand, column.
-- include statement_frame
, section AS (
  SELECT l.part, l.section, min(l.seq) AS seq
  FROM line l
  WHERE l.statement = 'income_statement'
  GROUP BY l.part, l.section
), total AS (
  SELECT l.part, l.section, f.name, sum(f.amount) AS amount
  FROM figure f
  JOIN line l ON l.seq = f.seq
  WHERE f.statement = 'income_statement'
  GROUP BY l.part, l.section, f.name
), kept AS (
  SELECT t.part, t.section FROM total t WHERE t.amount <> 0
  UNION
  -- The first and the last stand there with nothing in them too: all is compared with the one, and the
  -- other bears the result.
  SELECT s.part, s.section FROM section s
  WHERE s.seq IN ((SELECT min(seq) FROM section), (SELECT max(seq) FROM section))
)
SELECT s.part, s.section, c.name AS shown_column, coalesce(t.amount, 0) AS amount
FROM kept k
JOIN section s ON s.part = k.part AND s.section = k.section
JOIN shown_column c ON c.statement = 'balance_sheet'
LEFT JOIN total t ON t.part = k.part AND t.section = k.section AND t.name = c.name
ORDER BY s.seq, c.place
