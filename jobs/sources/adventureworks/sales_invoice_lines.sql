-- Order lines at the product's price; the extract states no line price and no discount.
SELECT s.ordernumber AS invoice_key, s.orderlineitem AS line_key,
       (s.orderdate - interval '3 years')::date AS accounting_date, 'stock' AS line_kind,
       q.productid AS item_key, s.orderquantity AS quantity,
       s.orderquantity * p.productprice AS net_amount
  FROM aws.sales s
  JOIN aws.products p ON p.productkey = s.productkey
  LEFT JOIN aw.product q ON q.productnumber = p.productsku
 WHERE (:from::date IS NULL OR (s.orderdate - interval '3 years')::date >= :from::date)
   AND (:to::date IS NULL OR (s.orderdate - interval '3 years')::date < :to::date)
