-- Purpose: what became of every row that was read. Grain: one row per stream, fate, rule and currency.
-- Parameters: company, period. Order: stream, then read, posted, excluded, held, quarantined.
SELECT f.stream, f.fate, f.rule, f.row_count, f.unreadable_count,
  trim_scale(nullif(f.quantity, 0))::text AS quantity, f.currency,
  trim_scale(f.amount)::text AS amount
FROM analytics.stream_tally f
WHERE f.company = :company AND f.period = :period
    AND f.period_id = :period_id AND f.run_id = :run_id AND f.leaf = :leaf
ORDER BY f.tally_seq
