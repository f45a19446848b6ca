-- Purpose: goods received and refused by supplier. Grain: one row per supplier and currency; a value
-- is empty where that of one of its rows is not known. Parameters: company, period. Order: supplier,
-- currency.
SELECT r.partner, r.partner_name, sum(r.line_count) AS line_count,
  sum(r.rejected_line_count) AS rejected_line_count,
  CASE WHEN count(*) = count(r.accepted + r.rejected) THEN sum(r.accepted + r.rejected) END
    AS received,
  CASE WHEN count(*) = count(r.rejected) THEN sum(r.rejected) END AS rejected,
  CASE WHEN count(*) = count(r.accepted) THEN sum(r.accepted) END AS accepted,
  r.currency,
  CASE WHEN count(*) = count(r.accepted + r.rejected) AND sum(r.accepted + r.rejected) <> 0
    THEN round(sum(r.rejected) / sum(r.accepted + r.rejected), 6) END AS rejected_share
FROM analytics.supplier_receipt r
WHERE r.company = :company AND r.period = :period
    AND r.period_id = :period_id AND r.run_id = :run_id AND r.leaf = :leaf
GROUP BY r.partner, r.partner_name, r.currency
ORDER BY r.partner COLLATE "C", r.partner_name COLLATE "C", r.currency COLLATE "C"
