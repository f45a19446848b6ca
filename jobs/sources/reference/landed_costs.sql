-- Freight, duty and the like that belong to received goods.
SELECT l.landed_cost_id AS landed_cost_key, l.posting_date AS accounting_date,
       l.created_at AS recorded_at, l.kind, l.currency, l.exchange_rate, l.amount,
       l.allocate_by AS allocation, l.bill_id AS bill_key, l.bill_line_id AS bill_line_key,
       l.receipt_id AS receipt_key, l.receipt_line_id AS receipt_line_key,
       l.reversed_landed_cost_id AS reversed_key
  FROM inventory.landed_cost l
  JOIN core.company c ON c.company_id = l.company_id
 WHERE c.code = :company
   AND (:from IS NULL OR l.posting_date >= :from)
   AND (:to IS NULL OR l.posting_date < :to)
   AND (:known_at IS NULL OR l.created_at <= :known_at)
