-- Customers, suppliers, employees that are owed money, and companies of the group.
SELECT p.partner_id AS partner_key, p.kind, p.number, p.name, p.partner_group, p.country,
       p.currency, p.payment_terms_id AS payment_terms_key, p.credit_limit, p.is_active
  FROM core.partner p
  JOIN core.company c ON c.company_id = p.company_id
 WHERE c.code = :company
