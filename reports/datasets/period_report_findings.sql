-- Purpose: the findings of the run by code. Grain: one row per severity and code. Parameters: company,
-- period. Order: gravest first, then by code.
SELECT f.severity, f.code, count(*) AS finding_count, count(f.accepted) AS accepted_count,
  (array_agg(f.message ORDER BY f.finding_seq))[1] AS message
FROM analytics.finding f
WHERE f.company = :company AND f.period = :period
    AND f.period_id = :period_id AND f.run_id = :run_id AND f.leaf = :leaf
GROUP BY f.severity, f.code
ORDER BY f.severity = 'warning', f.code COLLATE "C"
