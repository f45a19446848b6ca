-- Purpose: the ten accounts that changed most from the period before: income and expense of the period, other
-- accounts by their balance at its end. Grain: one row per account. Parameters: company, period,
-- statement_lines. Order: largest change first.
-- include statement_frame
, account AS (
  SELECT f.account, f.account_name,
    coalesce(sum(f.amount) FILTER (WHERE f.name = 'period'), 0) AS amount,
    coalesce(sum(f.amount) FILTER (WHERE f.name = 'prior_period'), 0) AS prior,
    coalesce(sum(f.amount) FILTER (WHERE f.name = 'change'), 0) AS change
  FROM figure f
  WHERE f.account IS NOT NULL
  GROUP BY f.account, f.account_name
)
SELECT a.account, a.account_name, a.amount, a.prior, a.change
FROM account a
WHERE a.change <> 0
ORDER BY abs(a.change) DESC, a.account COLLATE "C"
LIMIT 10
