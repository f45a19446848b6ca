-- Accepted = received − rejected enters stock, at the order's price.
SELECT ARRAY[h.purchaseorderid::text, d.duedate::date::text] AS receipt_key,
       d.purchaseorderdetailid AS line_key, d.duedate::date AS accounting_date,
       d.purchaseorderdetailid AS order_line_key, d.productid AS item_key,
       d.receivedqty - d.rejectedqty AS quantity, d.rejectedqty AS rejected_quantity,
       (d.receivedqty - d.rejectedqty) * d.unitprice AS net_amount, 'USD' AS currency
  FROM aw.purchaseorderdetail d
  JOIN aw.purchaseorderheader h ON h.purchaseorderid = d.purchaseorderid
 WHERE h.status = 4
   AND (:from::date IS NULL OR d.duedate >= :from::date)
   AND (:to::date IS NULL OR d.duedate < :to::date)
