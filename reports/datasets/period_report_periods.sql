-- Purpose: the periods of the period report, without changes. Grain: one row per column. Parameters: company,
-- period, statement_lines. Order: from left to right.
-- include statement_frame
SELECT c.name, c.title
FROM shown_column c
JOIN wanted w ON w.source = c.name
WHERE c.statement = 'balance_sheet'
ORDER BY c.place
