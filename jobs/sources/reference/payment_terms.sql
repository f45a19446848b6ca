-- Payment terms; all companies share them.
SELECT t.payment_terms_id AS payment_terms_key, t.name, t.due_days, t.discount_days,
       t.discount_percent, t.instalments
  FROM core.payment_terms t
