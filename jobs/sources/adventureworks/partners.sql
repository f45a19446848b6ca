-- Vendors, and the customers that internet orders name. Customers' names are not in the extract.
-- Vendor ids (1492 … 1698) and customer keys (from 11000) do not meet.
SELECT v.businessentityid AS partner_key, 'supplier' AS kind, v.accountnumber AS number, v.name,
       CASE WHEN v.preferredvendorstatus THEN 'Preferred vendors' ELSE 'Vendors' END AS partner_group,
       NULL::text AS country, 'USD' AS currency, v.activeflag AS is_active
  FROM aw.vendor v
UNION ALL
SELECT s.customerkey, 'customer', 'C' || s.customerkey, 'Internet customer ' || s.customerkey,
       min(t.region), min(t.country), 'USD', true
  FROM aws.sales s
  LEFT JOIN aws.territories t ON t.territorykey = s.territorykey
 GROUP BY s.customerkey
