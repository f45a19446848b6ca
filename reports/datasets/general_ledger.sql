-- Purpose: the general ledger with running balances. Grain: one row per opening balance and journal
-- line. Parameters: company, period. Order: account, opening first, date, line.
WITH line AS (
  SELECT t.account, t.account_name, p.first_day AS date, NULL::text AS journal,
    NULL::text AS entry_number, NULL::text AS document_number, NULL::text AS partner_name,
    'Opening balance' AS description, NULL::numeric AS debit, NULL::numeric AS credit,
    sum(t.opening) AS change, NULL::numeric AS amount_in_currency, NULL::text AS currency,
    0 AS part, 0::int8 AS line_seq
  FROM analytics.trial_balance t
  JOIN analytics.period p ON p.company = t.company AND p.period = t.period
  WHERE t.company = :company AND t.period = :period
    AND t.period_id = :period_id AND t.run_id = :run_id AND t.leaf = :leaf
  GROUP BY t.account, t.account_name, p.first_day
  HAVING sum(t.opening) <> 0 OR sum(t.debit) <> 0 OR sum(t.credit) <> 0
  UNION ALL
  SELECT l.account, l.account_name, l.date, l.journal, l.entry_number, l.document_number,
    l.partner_name, l.description, l.debit, l.credit, l.debit - l.credit,
    CASE WHEN l.currency <> p.base_currency THEN l.debit_in_currency - l.credit_in_currency END,
    CASE WHEN l.currency <> p.base_currency THEN l.currency END, 1, l.line_seq
  FROM analytics.journal_line l
  JOIN analytics.period p ON p.company = l.company AND p.period = l.period
  WHERE l.company = :company AND l.period = :period
    AND l.period_id = :period_id AND l.run_id = :run_id AND l.leaf = :leaf
)
SELECT account, account_name, date, journal, entry_number, document_number, partner_name,
  description, debit, credit,
  sum(change) OVER (PARTITION BY account ORDER BY part, date, line_seq) AS balance,
  amount_in_currency, currency
FROM line
ORDER BY account COLLATE "C", part, date, line_seq
