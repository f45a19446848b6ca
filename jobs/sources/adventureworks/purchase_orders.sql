-- Every order. Only complete orders count as received; pending ones as requested.
SELECT h.purchaseorderid AS order_key, 'PO' || h.purchaseorderid AS document_number,
       h.orderdate::date AS document_date, h.orderdate::date AS accounting_date,
       'USD' AS currency, h.vendorid AS partner_key,
       CASE h.status WHEN 1 THEN 'requested' WHEN 2 THEN 'approved' WHEN 3 THEN 'rejected'
                     WHEN 4 THEN 'received' END AS status,
       h.subtotal + h.taxamt + h.freight AS total
  FROM aw.purchaseorderheader h
 WHERE (:from::date IS NULL OR h.orderdate >= :from::date)
   AND (:to::date IS NULL OR h.orderdate < :to::date)
