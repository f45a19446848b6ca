-- Accounts of an earlier system and where they stand in the chart.
SELECT m.source_account, m.account_code, m.sign_reversed, m.valid_from, m.valid_until, m.note
  FROM metadata.account_mapping m
  JOIN core.company c ON c.company_id = m.company_id
 WHERE c.code = :company
