-- Requests to buy.
SELECT r.requisition_id AS requisition_key, r.number AS document_number,
       r.posting_date AS accounting_date, r.created_at AS recorded_at,
       r.status, r.requested_by, r.approved_by, r.department_id AS department_key, r.needed_on
  FROM procurement.requisition r
  JOIN core.company c ON c.company_id = r.company_id
 WHERE c.code = :company
   AND (:from IS NULL OR r.posting_date >= :from)
   AND (:to IS NULL OR r.posting_date < :to)
   AND (:known_at IS NULL OR r.created_at <= :known_at)
