-- Purpose: the columns of the balance sheet: the period shown, and what it is compared with, where
-- that is published. Grain: one row per column. Parameters: company, period, statement_lines. Order:
-- from left to right.
-- include statement_frame
SELECT c.name, c.title FROM shown_column c WHERE c.statement = 'balance_sheet' ORDER BY c.place
