-- Order lines; what was received and refused is stated for complete orders only.
SELECT h.purchaseorderid AS order_key, d.purchaseorderdetailid AS line_key,
       h.orderdate::date AS accounting_date, 'stock' AS line_kind, d.productid AS item_key,
       d.orderqty AS quantity,
       CASE WHEN h.status = 4 THEN d.receivedqty - d.rejectedqty END AS received_quantity,
       CASE WHEN h.status = 4 THEN d.rejectedqty END AS rejected_quantity,
       d.unitprice AS unit_price, d.orderqty * d.unitprice AS net_amount,
       d.duedate::date AS expected_on
  FROM aw.purchaseorderdetail d
  JOIN aw.purchaseorderheader h ON h.purchaseorderid = d.purchaseorderid
 WHERE (:from::date IS NULL OR h.orderdate >= :from::date)
   AND (:to::date IS NULL OR h.orderdate < :to::date)
