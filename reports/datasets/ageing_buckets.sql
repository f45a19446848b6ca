-- Purpose: the columns of the company's ageing. Grain: one row per column, not due first.
-- Parameters: company, period. Order: from left to right.
SELECT b.column_name AS name, b.title
FROM analytics.ageing_bucket b
WHERE b.company = :company AND b.period = :period
    AND b.period_id = :period_id AND b.run_id = :run_id AND b.leaf = :leaf
ORDER BY b.bucket
