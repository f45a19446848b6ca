-- Documents that were open at go-live.
SELECT o.opening_item_id AS document_key, o.side, o.partner_id AS partner_key, o.document_number,
       o.document_date, o.due_date, o.currency, o.amount, o.base_amount
  FROM finance.opening_item o
  JOIN core.company c ON c.company_id = o.company_id
 WHERE c.code = :company
