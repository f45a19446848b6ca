-- Receipts of complete orders, internet sales and their returns. Production is not in the extract:
-- per item, the opening stock is the smallest that keeps the recorded stock from falling below
-- zero and reaches the balance of 2014-08-12; what the records leave above that balance is a count
-- difference of that day, the use of parts in production that nobody recorded.
WITH recorded AS (
  SELECT ARRAY['receipt', d.purchaseorderdetailid::text] AS movement_key, d.duedate::date AS day,
         'receipt' AS kind, NULL::text AS reason, d.productid AS item,
         d.receivedqty - d.rejectedqty AS quantity,
         (d.receivedqty - d.rejectedqty) * d.unitprice AS value, 0 AS turn,
         'goods_receipts' AS document_stream,
         ARRAY[h.purchaseorderid::text, d.duedate::date::text] AS document_key,
         d.purchaseorderdetailid AS document_line_key
    FROM aw.purchaseorderdetail d
    JOIN aw.purchaseorderheader h ON h.purchaseorderid = d.purchaseorderid
   WHERE h.status = 4 AND d.receivedqty > d.rejectedqty
  UNION ALL
  SELECT ARRAY['return', r.returndate::text, r.territorykey::text, r.productkey::text],
         (r.returndate - interval '3 years')::date, 'customer_return', NULL, q.productid,
         r.returnquantity, NULL, 1, 'credit_notes',
         ARRAY[r.returndate::text, r.territorykey::text, r.productkey::text], 1
    FROM aws.returns r
    JOIN aws.products p ON p.productkey = r.productkey
    LEFT JOIN aw.product q ON q.productnumber = p.productsku
  UNION ALL
  SELECT ARRAY['sale', s.ordernumber, s.orderlineitem::text],
         (s.orderdate - interval '3 years')::date, 'issue', NULL, q.productid,
         -s.orderquantity, NULL, 2, 'sales_invoices', ARRAY[s.ordernumber], s.orderlineitem
    FROM aws.sales s
    JOIN aws.products p ON p.productkey = s.productkey
    LEFT JOIN aw.product q ON q.productnumber = p.productsku
), running AS (
  SELECT item, sum(quantity) OVER (PARTITION BY item ORDER BY day, turn) AS balance,
         sum(quantity) OVER (PARTITION BY item) AS net
    FROM recorded
), counted AS (
  SELECT productid AS item, sum(quantity) AS quantity FROM aw.productinventory GROUP BY productid
), opening AS (
  SELECT p.productid AS item, coalesce(max(c.quantity), 0) AS counted,
         coalesce(max(r.net), 0) AS net,
         greatest(0, coalesce(max(c.quantity), 0) - coalesce(max(r.net), 0),
                  -coalesce(min(r.balance), 0)) AS quantity
    FROM aw.product p
    LEFT JOIN running r ON r.item = p.productid
    LEFT JOIN counted c ON c.item = p.productid
   GROUP BY p.productid
), movements AS (
  SELECT * FROM recorded
  UNION ALL
  SELECT ARRAY['opening', o.item::text], date '2011-04-01', 'opening', NULL, o.item, o.quantity,
         NULL, -1, NULL, NULL, NULL
    FROM opening o WHERE o.quantity > 0
  UNION ALL
  SELECT ARRAY['count', o.item::text], date '2014-08-12', 'count', 'unrecorded_production_use',
         o.item, o.counted - o.quantity - o.net, NULL, 3, NULL, NULL, NULL
    FROM opening o WHERE o.counted <> o.quantity + o.net
)
SELECT m.movement_key, m.day AS accounting_date, m.kind, m.reason, m.item AS item_key, m.quantity,
       CASE WHEN m.value IS NULL THEN 'missing' ELSE 'known' END AS price_state, m.value,
       'USD' AS currency, m.document_stream, m.document_key, m.document_line_key,
       CASE WHEN m.kind IN ('opening', 'count') THEN ARRAY['residual'] END AS flags
  FROM movements m
 WHERE (:from::date IS NULL OR m.day >= :from::date)
   AND (:to::date IS NULL OR m.day < :to::date)
