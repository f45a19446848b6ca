-- Purpose: the balance sheet by account. Grain: one row per line and account with a figure, and column
-- (those of balance_sheet_columns.sql). Parameters: company, period, statement_lines. Order: lines and
-- accounts as they stand, column.
-- include statement_frame
, kept AS (
  SELECT DISTINCT f.seq, f.account, f.account_name
  FROM figure f
  WHERE f.statement = 'balance_sheet' AND f.amount <> 0
)
SELECT l.line, k.account, k.account_name, c.name AS shown_column, coalesce(f.amount, 0) AS amount
FROM kept k
JOIN line l ON l.seq = k.seq
JOIN shown_column c ON c.statement = l.statement
LEFT JOIN figure f ON f.seq = k.seq AND f.name = c.name AND f.account IS NOT DISTINCT FROM k.account
ORDER BY l.seq, k.account COLLATE "C", c.place
