-- One line per accepted order line, one for freight, one for the tax, which is not recoverable:
-- a United States sales tax on purchases is a cost.
WITH billed AS (
  SELECT h.purchaseorderid, max(d.duedate)::date AS received_on, h.freight, h.taxamt, h.subtotal,
         sum((d.receivedqty - d.rejectedqty) * d.unitprice) AS accepted
    FROM aw.purchaseorderheader h
    JOIN aw.purchaseorderdetail d ON d.purchaseorderid = h.purchaseorderid
   WHERE h.status = 4
   GROUP BY h.purchaseorderid, h.freight, h.taxamt, h.subtotal
  HAVING sum((d.receivedqty - d.rejectedqty) * d.unitprice) > 0
)
SELECT l.* FROM (
  SELECT b.purchaseorderid AS bill_key, d.purchaseorderdetailid AS line_key,
         b.received_on AS accounting_date, 'stock' AS line_kind, d.productid AS item_key,
         d.purchaseorderdetailid AS order_line_key, d.purchaseorderdetailid AS receipt_line_key,
         NULL::text AS description, d.receivedqty - d.rejectedqty AS quantity,
         (d.receivedqty - d.rejectedqty) * d.unitprice AS net_amount,
         NULL::numeric AS tax_amount, NULL::numeric AS recoverable_tax_amount, NULL::text AS tax_code
    FROM billed b
    JOIN aw.purchaseorderdetail d ON d.purchaseorderid = b.purchaseorderid
   WHERE d.receivedqty > d.rejectedqty
  UNION ALL
  SELECT b.purchaseorderid, -1, b.received_on, 'expense', NULL, NULL, NULL, 'Freight', NULL,
         b.freight, NULL, NULL, NULL
    FROM billed b WHERE b.freight <> 0
  UNION ALL
  SELECT b.purchaseorderid, -2, b.received_on, 'expense', NULL, NULL, NULL, 'Sales tax on purchases',
         NULL, 0, round(b.taxamt * b.accepted / b.subtotal, 4), 0, 'US-PURCHASE'
    FROM billed b WHERE b.taxamt <> 0
) l
 WHERE (:from::date IS NULL OR l.accounting_date >= :from::date)
   AND (:to::date IS NULL OR l.accounting_date < :to::date)
