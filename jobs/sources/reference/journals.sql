-- Entries that the ERP itself makes, such as proposals for depreciation: they stay drafts there,
-- because every posted entry is derived from documents.
SELECT j.journal_id AS entry_key, j.number AS document_number, j.document_date,
       j.posting_date AS accounting_date, j.created_at AS recorded_at, j.currency,
       j.exchange_rate, j.reversed_journal_id AS reversed_key, j.journal, j.kind, j.status,
       j.description
  FROM finance.journal j
  JOIN core.company c ON c.company_id = j.company_id
 WHERE c.code = :company
   AND NOT j.is_manual
   AND (:from IS NULL OR j.posting_date >= :from)
   AND (:to IS NULL OR j.posting_date < :to)
   AND (:known_at IS NULL OR j.created_at <= :known_at)
