-- Purpose: balances in foreign currencies, which sum to zero per currency. Grain: one row per
-- account and currency other than the base. Parameters: company, period. Order: currency, account.
SELECT t.currency, t.account, t.account_name, t.opening_in_currency, t.debit_in_currency,
  t.credit_in_currency, t.closing_in_currency, t.closing
FROM analytics.trial_balance t
JOIN analytics.period p ON p.company = t.company AND p.period = t.period
WHERE t.company = :company AND t.period = :period
    AND t.period_id = :period_id AND t.run_id = :run_id AND t.leaf = :leaf AND t.currency <> p.base_currency
  AND (t.opening_in_currency <> 0 OR t.debit_in_currency <> 0 OR t.credit_in_currency <> 0
    OR t.closing <> 0)
ORDER BY t.currency COLLATE "C", t.account COLLATE "C"
