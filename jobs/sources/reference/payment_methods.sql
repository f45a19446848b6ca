-- Ways of paying; all companies share them.
SELECT m.payment_method, m.name, m.kind, m.clearing_account_code, m.settlement_days,
       m.fee_percent, m.fee_account_code
  FROM core.payment_method m
