-- A return names product, territory and day, not its order: it is refunded at once at the
-- product's price, without a customer.
SELECT ARRAY[r.returndate::text, r.territorykey::text, r.productkey::text] AS credit_note_key,
       'RET-' || to_char(r.returndate - interval '3 years', 'YYYYMMDD') || '-' || r.territorykey
         || '-' || r.productkey AS document_number,
       (r.returndate - interval '3 years')::date AS document_date,
       (r.returndate - interval '3 years')::date AS accounting_date, 'USD' AS currency,
       'immediate' AS settlement, r.returnquantity * p.productprice AS total
  FROM aws.returns r
  JOIN aws.products p ON p.productkey = r.productkey
 WHERE (:from::date IS NULL OR (r.returndate - interval '3 years')::date >= :from::date)
   AND (:to::date IS NULL OR (r.returndate - interval '3 years')::date < :to::date)
