-- Purpose: what of a trial balance the year-end entry moved, so that statements of the year read the
-- balances before it. Run as nightclose_owner. Grain: that of core.trial_balance.
ALTER TABLE core.trial_balance
  ADD COLUMN year_end_debit_base_minor int8 NOT NULL DEFAULT 0
    CHECK (year_end_debit_base_minor >= 0),
  ADD COLUMN year_end_credit_base_minor int8 NOT NULL DEFAULT 0
    CHECK (year_end_credit_base_minor >= 0);

CREATE OR REPLACE VIEW analytics.trial_balance WITH (security_invoker = true) AS
  SELECT
    c.code AS company, p.name AS period, p.period_id, acc.code AS account,
    acc.name AS account_name, acc.class AS account_class, f.currency,
    f.opening_base_minor * bc.unit AS opening, f.debit_base_minor * bc.unit AS debit,
    f.credit_base_minor * bc.unit AS credit, f.closing_base_minor * bc.unit AS closing,
    f.opening_minor * tc.unit AS opening_in_currency, f.debit_minor * tc.unit AS debit_in_currency,
    f.credit_minor * tc.unit AS credit_in_currency,
    f.closing_minor * tc.unit AS closing_in_currency, f.account_id,
    f.company_id, f.run_id, f.leaf,
    f.year_end_debit_base_minor * bc.unit AS year_end_debit,
    f.year_end_credit_base_minor * bc.unit AS year_end_credit
  FROM core.current_run cr
  JOIN core.company c ON c.company_id = cr.company_id
  JOIN core.period p ON p.company_id = cr.company_id AND p.period_id = cr.period_id
  JOIN core.trial_balance f ON f.company_id = cr.company_id AND f.period_id = cr.period_id
    AND f.leaf = cr.leaf AND f.run_id = cr.run_id
  JOIN core.currency bc ON bc.code = c.base_currency
  JOIN core.account acc ON acc.company_id = f.company_id AND acc.account_id = f.account_id
  JOIN core.currency tc ON tc.code = f.currency;
COMMENT ON COLUMN analytics.trial_balance.year_end_debit IS
  'What of debit is the entry that takes income and expense of the year to retained earnings. '
  'Statements of the year are made of closing - year_end_debit + year_end_credit.';
COMMENT ON COLUMN analytics.trial_balance.year_end_credit IS 'The same of credit.';
