-- Purpose: what became of every row a run read, in count and exact amount. Run as nightclose_owner.
-- Grain: see the COMMENT. Amounts are the source's own, not rounded to the currency.
INSERT INTO core.fact VALUES ('stream_tally', 'seq', NULL);

CREATE TABLE core.stream_tally (
  company_id int4 NOT NULL, period_id int4 NOT NULL, leaf int4 NOT NULL, run_id int4 NOT NULL,
  seq int8 NOT NULL,
  stream text NOT NULL,
  fate text NOT NULL CHECK (fate IN ('read', 'posted', 'excluded', 'held', 'quarantined')),
  rule text,
  currency text,
  row_count int8,
  unreadable_count int8,
  quantity numeric,
  amount numeric,
  CHECK ((rule IS NOT NULL) = (fate = 'excluded')),
  CHECK ((row_count IS NULL) = (quantity IS NULL)),
  CHECK (row_count >= 0 AND unreadable_count BETWEEN 0 AND row_count),
  CHECK (amount < 'Infinity' AND amount > '-Infinity'
    AND quantity < 'Infinity' AND quantity > '-Infinity')
) PARTITION BY LIST (period_id);
COMMENT ON TABLE core.stream_tally IS
  'One row per stream, fate, rule and currency; counts and quantity stand in the first of them.';
SELECT core.guard_table('core.stream_tally'::regclass);

-- Periods that are there already get their partition; row security hides core.period here, so their
-- partitions tell which they are.
SELECT core.prepare_period(substring(c.relname FROM '_p(\d+)$')::int4)
FROM pg_catalog.pg_inherits i
JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid
WHERE i.inhparent = 'core.trial_balance'::regclass;

CREATE VIEW analytics.stream_tally WITH (security_invoker = true) AS
  SELECT
    c.code AS company, p.name AS period, p.period_id, f.seq AS tally_seq, f.stream, f.fate, f.rule,
    f.row_count, f.unreadable_count, f.quantity, f.currency, f.amount,
    f.company_id, f.run_id, f.leaf
  FROM core.current_run cr
  JOIN core.company c ON c.company_id = cr.company_id
  JOIN core.period p ON p.company_id = cr.company_id AND p.period_id = cr.period_id
  JOIN core.stream_tally f ON f.company_id = cr.company_id AND f.period_id = cr.period_id
    AND f.leaf = cr.leaf AND f.run_id = cr.run_id;
COMMENT ON VIEW analytics.stream_tally IS
  'What became of every row read: read = posted + excluded + held + quarantined, by stream.';
COMMENT ON COLUMN analytics.stream_tally.rule IS 'Why rows were left out, where they were.';
COMMENT ON COLUMN analytics.stream_tally.row_count IS
  'Rows, in the first row of a stream, fate and rule; NULL in the rows of its other currencies.';
COMMENT ON COLUMN analytics.stream_tally.unreadable_count IS
  'Rows among them whose amount or quantity cannot be read and is in no sum.';
COMMENT ON COLUMN analytics.stream_tally.currency IS
  'As the rows state it; NULL for streams whose rows state none, as most lines do.';
COMMENT ON COLUMN analytics.stream_tally.amount IS
  'Exactly as the source states it: the sum of the first amount column of the stream''s contract.';
GRANT SELECT ON analytics.stream_tally
  TO nightclose_loader, nightclose_reader, nightclose_backup;
