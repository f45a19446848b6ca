-- Partners that are companies of the group.
SELECT p.partner_id AS partner_key, p.other_company_id AS company_key, p.account_code
  FROM core.intercompany_partner p
  JOIN core.company c ON c.company_id = p.company_id
 WHERE c.code = :company
