-- One receipt per complete order and due date, which is the only receipt date there is.
SELECT DISTINCT ARRAY[h.purchaseorderid::text, d.duedate::date::text] AS receipt_key,
       h.vendorid AS partner_key, h.purchaseorderid AS order_key,
       'PO' || h.purchaseorderid AS document_number, d.duedate::date AS accounting_date
  FROM aw.purchaseorderdetail d
  JOIN aw.purchaseorderheader h ON h.purchaseorderid = d.purchaseorderid
 WHERE h.status = 4
   AND (:from::date IS NULL OR d.duedate >= :from::date)
   AND (:to::date IS NULL OR d.duedate < :to::date)
