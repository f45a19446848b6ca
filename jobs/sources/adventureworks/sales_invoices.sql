-- An internet order is invoice, delivery and payment at once. Its calendar runs three years ahead
-- of the other tables and is brought back.
SELECT s.ordernumber AS invoice_key, s.ordernumber AS document_number,
       (s.orderdate - interval '3 years')::date AS document_date,
       (s.orderdate - interval '3 years')::date AS accounting_date, 'USD' AS currency,
       s.customerkey AS partner_key, 'immediate' AS settlement,
       sum(s.orderquantity * p.productprice) AS total
  FROM aws.sales s
  JOIN aws.products p ON p.productkey = s.productkey
 WHERE (:from::date IS NULL OR (s.orderdate - interval '3 years')::date >= :from::date)
   AND (:to::date IS NULL OR (s.orderdate - interval '3 years')::date < :to::date)
 GROUP BY s.ordernumber, s.orderdate, s.customerkey
