-- Numbers that the ERP's own series gave out.
SELECT n.series, n.number, n.document_number, n.issued_on, n.document_stream,
       n.document_id AS document_key, n.is_void
  FROM metadata.document_number n
  JOIN core.company c ON c.company_id = n.company_id
 WHERE c.code = :company
