-- Tax codes; all companies share them.
SELECT t.tax_code, t.valid_from, t.valid_until, t.name, t.kind, t.rate_percent AS rate,
       t.recoverable_percent, t.is_included, t.account_code, t.return_box,
       t.country AS jurisdiction
  FROM core.tax_code t
