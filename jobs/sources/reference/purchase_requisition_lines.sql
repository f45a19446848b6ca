-- Lines of requests to buy.
SELECT l.requisition_id AS requisition_key, l.requisition_line_id AS line_key,
       h.posting_date AS accounting_date, h.created_at AS recorded_at,
       l.item_id AS item_key, l.description, l.location_id AS location_key, l.quantity,
       l.ordered_quantity, l.unit_price, h.currency, l.partner_id AS partner_key,
       l.purchase_order_line_id AS order_line_key, l.project_id AS project_key
  FROM procurement.requisition_line l
  JOIN procurement.requisition h ON h.requisition_id = l.requisition_id
  JOIN core.company c ON c.company_id = h.company_id
 WHERE c.code = :company
   AND (:from IS NULL OR h.posting_date >= :from)
   AND (:to IS NULL OR h.posting_date < :to)
   AND (:known_at IS NULL OR h.created_at <= :known_at)
