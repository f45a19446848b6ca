-- Lines of offers.
SELECT l.quote_id AS quote_key, l.quote_line_id AS line_key,
       h.posting_date AS accounting_date, h.created_at AS recorded_at,
       l.line_kind, l.item_id AS item_key, l.description, l.quantity, l.net_amount, l.tax_code
  FROM sales.quote_line l
  JOIN sales.quote h ON h.quote_id = l.quote_id
  JOIN core.company c ON c.company_id = h.company_id
 WHERE c.code = :company
   AND (:from IS NULL OR h.posting_date >= :from)
   AND (:to IS NULL OR h.posting_date < :to)
   AND (:known_at IS NULL OR h.created_at <= :known_at)
