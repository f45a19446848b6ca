-- Who owns whom in the group; all rows, whichever company is read.
SELECT o.parent_company_id AS parent_key, o.child_company_id AS company_key, o.valid_from,
       o.valid_until, o.share_percent AS percent, o.method, o.acquired_on
  FROM core.ownership o
