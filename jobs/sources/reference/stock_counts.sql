-- Counted positions.
SELECT n.stock_count_id AS count_line_key, n.counted_on AS accounting_date,
       n.created_at AS recorded_at, n.number AS document_number, n.item_id AS item_key,
       n.location_id AS location_key, n.book_quantity AS expected_quantity, n.counted_quantity,
       n.reason, n.counted_by, n.approved_by, n.stock_movement_id AS movement_key
  FROM inventory.stock_count n
  JOIN core.company c ON c.company_id = n.company_id
 WHERE c.code = :company
   AND (:from IS NULL OR n.counted_on >= :from)
   AND (:to IS NULL OR n.counted_on < :to)
   AND (:known_at IS NULL OR n.created_at <= :known_at)
