-- Goods sent back to suppliers.
SELECT r.supplier_return_id AS return_key, r.number AS document_number,
       r.posting_date AS accounting_date, r.created_at AS recorded_at,
       r.partner_id AS partner_key, r.receipt_id AS receipt_key,
       r.debit_note_id AS debit_note_key, r.status, r.reason
  FROM procurement.supplier_return r
  JOIN core.company c ON c.company_id = r.company_id
 WHERE c.code = :company
   AND (:from IS NULL OR r.posting_date >= :from)
   AND (:to IS NULL OR r.posting_date < :to)
   AND (:known_at IS NULL OR r.created_at <= :known_at)
