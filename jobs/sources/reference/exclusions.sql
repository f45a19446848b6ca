-- Manual entries that nobody posted yet.
SELECT 'manual_journals' AS stream, 'draft_entry' AS rule,
       'A manual entry that is still a draft' AS reason, count(DISTINCT j.journal_id) AS row_count,
       sum(l.debit) AS amount
  FROM finance.journal j
  JOIN core.company c ON c.company_id = j.company_id
  LEFT JOIN finance.journal_line l ON l.journal_id = j.journal_id
 WHERE c.code = :company
   AND j.is_manual AND j.status = 'draft'
   AND (:from IS NULL OR j.posting_date >= :from)
   AND (:to IS NULL OR j.posting_date < :to)
   AND (:known_at IS NULL OR j.created_at <= :known_at)
HAVING count(*) > 0
