-- Manual entries that are posted. Drafts are counted in exclusions; a reversed entry stays, its
-- reversal is an entry of its own.
SELECT j.journal_id AS journal_key, j.number AS document_number, j.document_date,
       j.posting_date AS accounting_date, j.created_at AS recorded_at, j.currency,
       j.exchange_rate, j.reversed_journal_id AS reversed_key, j.journal, j.description,
       j.prepared_by, j.approved_by
  FROM finance.journal j
  JOIN core.company c ON c.company_id = j.company_id
 WHERE c.code = :company
   AND j.is_manual AND j.status <> 'draft'
   AND (:from IS NULL OR j.posting_date >= :from)
   AND (:to IS NULL OR j.posting_date < :to)
   AND (:known_at IS NULL OR j.created_at <= :known_at)
