-- One line per return.
SELECT ARRAY[r.returndate::text, r.territorykey::text, r.productkey::text] AS credit_note_key,
       1::int4 AS line_key, (r.returndate - interval '3 years')::date AS accounting_date,
       'stock' AS line_kind, q.productid AS item_key, r.returnquantity AS quantity,
       r.returnquantity * p.productprice AS net_amount
  FROM aws.returns r
  JOIN aws.products p ON p.productkey = r.productkey
  LEFT JOIN aw.product q ON q.productnumber = p.productsku
 WHERE (:from::date IS NULL OR (r.returndate - interval '3 years')::date >= :from::date)
   AND (:to::date IS NULL OR (r.returndate - interval '3 years')::date < :to::date)
