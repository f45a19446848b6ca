-- Purpose: the trial balance in base currency; the year-end entry stands apart from other movements. Grain: one row per account with a balance or a
-- movement. Parameters: company, period. Order: account.
SELECT t.account, t.account_name, t.account_class, sum(t.opening) AS opening,
  sum(t.debit - t.year_end_debit) AS debit, sum(t.credit - t.year_end_credit) AS credit,
  sum(t.year_end_debit - t.year_end_credit) AS year_end, sum(t.closing) AS closing
FROM analytics.trial_balance t
WHERE t.company = :company AND t.period = :period
    AND t.period_id = :period_id AND t.run_id = :run_id AND t.leaf = :leaf
GROUP BY t.account, t.account_name, t.account_class
HAVING sum(t.opening) <> 0 OR sum(t.debit) <> 0 OR sum(t.credit) <> 0
ORDER BY t.account COLLATE "C", t.account_name COLLATE "C"
