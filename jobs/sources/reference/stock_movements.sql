-- The movement ledger. A value is that of the whole movement; goods that are free say so, and a
-- receipt without a value has no known price.
SELECT m.stock_movement_id AS movement_key, m.movement_date AS accounting_date,
       m.created_at AS recorded_at, m.sequence, m.kind, m.reason, m.item_id AS item_key,
       m.location_id AS location_key, m.to_location_id AS to_location_key, m.lot_id AS lot_key,
       m.owner, m.quantity,
       CASE WHEN m.is_free THEN 'free' WHEN m.value IS NULL THEN 'missing' ELSE 'known' END
         AS price_state,
       m.value, m.currency, m.exchange_rate, m.group_cost, m.document_stream, m.document_id AS document_key,
       m.document_line_id AS document_line_key,
       coalesce(gr.number, sr.number, d.number, cr.number, si.number, cn.number, w.number, sc.number)
         AS document_number, m.linked_movement_id AS linked_key,
       m.work_order_id AS work_order_key
  FROM inventory.stock_movement m
  JOIN core.company c ON c.company_id = m.company_id
  LEFT JOIN procurement.receipt gr
    ON m.document_stream = 'goods_receipts' AND gr.receipt_id = m.document_id
  LEFT JOIN procurement.supplier_return sr
    ON m.document_stream = 'supplier_returns' AND sr.supplier_return_id = m.document_id
  LEFT JOIN sales.delivery d
    ON m.document_stream = 'deliveries' AND d.delivery_id = m.document_id
  LEFT JOIN sales.customer_return cr
    ON m.document_stream = 'customer_returns' AND cr.customer_return_id = m.document_id
  LEFT JOIN sales.invoice si
    ON m.document_stream = 'sales_invoices' AND si.invoice_id = m.document_id
  LEFT JOIN sales.credit_note cn
    ON m.document_stream = 'credit_notes' AND cn.credit_note_id = m.document_id
  LEFT JOIN manufacturing.work_order w
    ON m.document_stream = 'work_orders' AND w.work_order_id = m.document_id
  LEFT JOIN inventory.stock_count sc
    ON m.document_stream = 'stock_counts' AND sc.stock_movement_id = m.stock_movement_id
 WHERE c.code = :company
   AND (:from IS NULL OR m.movement_date >= :from)
   AND (:to IS NULL OR m.movement_date < :to)
   AND (:known_at IS NULL OR m.created_at <= :known_at)
