-- Purpose: the journals. Grain: one row per journal line. Parameters: company, period.
-- Order: journal, date, entry, line.
SELECT l.journal, l.entry_number, l.date, l.document_number, l.account, l.account_name,
  l.partner_name, l.description, l.debit, l.credit
FROM analytics.journal_line l
WHERE l.company = :company AND l.period = :period
  AND l.period_id = :period_id AND l.run_id = :run_id AND l.leaf = :leaf
ORDER BY l.journal COLLATE "C", l.date, l.entry_number COLLATE "C", l.line_seq
