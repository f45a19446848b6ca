-- Assessments of what an item's stock can be sold for.
SELECT w.write_down_id AS write_down_key, w.assessed_on AS accounting_date,
       w.created_at AS recorded_at, w.number AS document_number, w.item_id AS item_key,
       w.net_realisable_value, w.amount, w.currency, w.reason
  FROM inventory.write_down w
  JOIN core.company c ON c.company_id = w.company_id
 WHERE c.code = :company
   AND (:from IS NULL OR w.assessed_on >= :from)
   AND (:to IS NULL OR w.assessed_on < :to)
   AND (:known_at IS NULL OR w.created_at <= :known_at)
