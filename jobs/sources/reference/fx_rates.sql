-- Exchange rates; all companies share them.
SELECT r.from_currency, r.to_currency, r.rate_date, r.kind, r.rate, r.per_units
  FROM core.currency_rate r
