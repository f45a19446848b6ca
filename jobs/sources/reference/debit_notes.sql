-- Credits received from suppliers.
SELECT n.debit_note_id AS debit_note_key, n.number AS document_number,
       n.document_date, n.posting_date AS accounting_date, n.created_at AS recorded_at,
       n.currency, n.exchange_rate,
       n.partner_id AS partner_key, n.bill_id AS bill_key, n.total, n.tax_total
  FROM procurement.debit_note n
  JOIN core.company c ON c.company_id = n.company_id
 WHERE c.code = :company
   AND (:from IS NULL OR n.posting_date >= :from)
   AND (:to IS NULL OR n.posting_date < :to)
   AND (:known_at IS NULL OR n.created_at <= :known_at)
