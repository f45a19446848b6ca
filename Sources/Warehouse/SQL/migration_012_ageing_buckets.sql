-- Purpose: the columns of the ageing that a run used, so that a column stands where nothing is in
-- it, and a closed period keeps the columns it was filed with. Run as nightclose_owner.
INSERT INTO core.fact VALUES ('ageing_bucket', 'bucket', NULL);

CREATE TABLE core.ageing_bucket (
  company_id int4 NOT NULL, period_id int4 NOT NULL, leaf int4 NOT NULL, run_id int4 NOT NULL,
  bucket int2 NOT NULL,
  name text NOT NULL,
  title text NOT NULL
) PARTITION BY LIST (period_id);
COMMENT ON TABLE core.ageing_bucket IS 'One row per column of the company''s ageing scheme.';
SELECT core.guard_table('core.ageing_bucket'::regclass);

-- Periods that are there already get their partition; row security hides core.period here, so their
-- partitions tell which they are.
SELECT core.prepare_period(substring(c.relname FROM '_p(\d+)$')::int4)
FROM pg_catalog.pg_inherits i
JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid
WHERE i.inhparent = 'core.trial_balance'::regclass;

CREATE VIEW analytics.ageing_bucket WITH (security_invoker = true) AS
  SELECT
    c.code AS company, p.name AS period, p.period_id, f.bucket, f.name AS bucket_name, f.title,
    CASE f.name WHEN 'credit_notes' THEN 'credits'
      ELSE regexp_replace(f.name, '^([0-9])', 'days_\1') END AS column_name,
    f.company_id, f.run_id, f.leaf
  FROM core.current_run cr
  JOIN core.company c ON c.company_id = cr.company_id
  JOIN core.period p ON p.company_id = cr.company_id AND p.period_id = cr.period_id
  JOIN core.ageing_bucket f ON f.company_id = cr.company_id AND f.period_id = cr.period_id
    AND f.leaf = cr.leaf AND f.run_id = cr.run_id;
COMMENT ON VIEW analytics.ageing_bucket IS
  'The columns of an ageing from left to right, also those in which nothing stands.';
COMMENT ON COLUMN analytics.ageing_bucket.bucket IS 'Its number: 0 is what is not due.';
COMMENT ON COLUMN analytics.ageing_bucket.title IS 'As people read it: 1–30 days.';
COMMENT ON COLUMN analytics.ageing_bucket.column_name IS
  'The column of reports and their CSV files: days_1_30.';
GRANT SELECT ON analytics.ageing_bucket
  TO nightclose_loader, nightclose_reader, nightclose_backup;
