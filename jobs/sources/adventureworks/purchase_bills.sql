-- The source has no bills: each complete order is billed on its last receipt date for what was
-- accepted, plus the freight of its header and the header's tax in proportion to what was accepted.
SELECT b.purchaseorderid AS bill_key, 'PO' || b.purchaseorderid AS document_number,
       b.received_on AS document_date, b.received_on AS accounting_date, 'USD' AS currency,
       b.vendorid AS partner_key, b.purchaseorderid AS order_key,
       b.accepted + b.tax + b.freight AS total, b.tax AS tax_total
  FROM (SELECT h.purchaseorderid, h.vendorid, max(d.duedate)::date AS received_on,
               sum((d.receivedqty - d.rejectedqty) * d.unitprice) AS accepted,
               round(h.taxamt * sum((d.receivedqty - d.rejectedqty) * d.unitprice)
                     / nullif(h.subtotal, 0), 4) AS tax,
               h.freight
          FROM aw.purchaseorderheader h
          JOIN aw.purchaseorderdetail d ON d.purchaseorderid = h.purchaseorderid
         WHERE h.status = 4
         GROUP BY h.purchaseorderid, h.vendorid, h.taxamt, h.subtotal, h.freight) b
 WHERE b.accepted > 0
   AND (:from::date IS NULL OR b.received_on >= :from::date)
   AND (:to::date IS NULL OR b.received_on < :to::date)
