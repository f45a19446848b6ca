-- Quantities received on orders that are not complete: the header contradicts the line, so they
-- stay out of stock and out of payables until somebody settles which is right.
SELECT 'goods_receipt_lines' AS stream,
       CASE h.status WHEN 1 THEN 'order_pending' WHEN 2 THEN 'order_approved_not_complete'
                     ELSE 'order_rejected' END AS rule,
       CASE h.status
         WHEN 1 THEN 'Received quantity on an order that is still pending'
         WHEN 2 THEN 'Received quantity on an order that is approved but not complete'
         ELSE 'Received quantity on an order that was rejected' END AS reason,
       count(*)::int8 AS row_count,
       sum((d.receivedqty - d.rejectedqty) * d.unitprice) AS amount,
       sum(d.receivedqty - d.rejectedqty) AS quantity
  FROM aw.purchaseorderdetail d
  JOIN aw.purchaseorderheader h ON h.purchaseorderid = d.purchaseorderid
 WHERE h.status <> 4
   AND (:from::date IS NULL OR d.duedate >= :from::date)
   AND (:to::date IS NULL OR d.duedate < :to::date)
 GROUP BY h.status
