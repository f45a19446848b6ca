-- Suppliers' answers to order lines.
SELECT a.acknowledgement_id AS acknowledgement_key, a.acknowledged_on AS accounting_date,
       a.created_at AS recorded_at, a.purchase_order_id AS order_key,
       a.purchase_order_line_id AS order_line_key, a.number AS document_number, a.status,
       a.quantity, a.unit_price, o.currency, a.promised_on
  FROM procurement.acknowledgement a
  JOIN procurement.purchase_order o ON o.purchase_order_id = a.purchase_order_id
  JOIN core.company c ON c.company_id = o.company_id
 WHERE c.code = :company
   AND (:from IS NULL OR a.acknowledged_on >= :from)
   AND (:to IS NULL OR a.acknowledged_on < :to)
   AND (:known_at IS NULL OR a.created_at <= :known_at)
