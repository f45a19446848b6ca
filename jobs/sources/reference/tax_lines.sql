-- Tax by document and code, as the ERP keeps it for its returns.
SELECT t.tax_line_id AS tax_line_key, t.posting_date AS accounting_date,
       t.created_at AS recorded_at, t.document_stream, t.document_id AS document_key,
       t.document_line_id AS document_line_key, t.tax_code, t.kind, t.currency, t.base_amount,
       t.tax_amount, t.recoverable_amount, t.tax_point, t.tax_return_id AS return_key,
       k.country AS jurisdiction
  FROM finance.tax_line t
  JOIN core.company c ON c.company_id = t.company_id
  JOIN core.tax_code k ON k.tax_code = t.tax_code
 WHERE c.code = :company
   AND (:from IS NULL OR t.posting_date >= :from)
   AND (:to IS NULL OR t.posting_date < :to)
   AND (:known_at IS NULL OR t.created_at <= :known_at)
