-- Purpose: the proof of conservation per cost pool. Run as nightclose_owner.
-- Grain: see the COMMENT; money and quantities as in the other facts.
INSERT INTO core.fact VALUES ('pool_certificate', 'seq', 'item_id');

CREATE TABLE core.pool_certificate (
  company_id int4 NOT NULL, period_id int4 NOT NULL, leaf int4 NOT NULL, run_id int4 NOT NULL,
  seq int8 NOT NULL,
  item_id int8 NOT NULL,
  location_id int8,
  lot text,
  owner text NOT NULL,
  opening_quantity_micros int8 NOT NULL,
  received_quantity_micros int8 NOT NULL,
  adjusted_quantity_micros int8 NOT NULL,
  issued_quantity_micros int8 NOT NULL,
  closing_quantity_micros int8 NOT NULL,
  opening_base_minor int8 NOT NULL,
  received_base_minor int8 NOT NULL,
  adjusted_base_minor int8 NOT NULL,
  issued_base_minor int8 NOT NULL,
  closing_base_minor int8 NOT NULL,
  CHECK (opening_quantity_micros + received_quantity_micros + adjusted_quantity_micros
    = issued_quantity_micros + closing_quantity_micros),
  CHECK (opening_base_minor + received_base_minor + adjusted_base_minor
    = issued_base_minor + closing_base_minor)
) PARTITION BY LIST (period_id);
COMMENT ON TABLE core.pool_certificate IS
  'One row per cost pool with stock or movement: opening + received + adjusted = issued + closing.';
SELECT core.guard_table('core.pool_certificate'::regclass);

-- Periods that are there already get their partition; row security hides core.period here, so their
-- partitions tell which they are.
SELECT core.prepare_period(substring(c.relname FROM '_p(\d+)$')::int4)
FROM pg_catalog.pg_inherits i
JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid
WHERE i.inhparent = 'core.trial_balance'::regclass;

CREATE VIEW analytics.pool_certificate WITH (security_invoker = true) AS
  SELECT
    c.code AS company, p.name AS period, p.period_id, f.seq AS pool_seq, it.code AS item,
    it.name AS item_name, it.category, it.unit, loc.code AS location, f.lot, f.owner,
    f.opening_quantity_micros * 0.000001 AS opening_quantity,
    f.received_quantity_micros * 0.000001 AS received_quantity,
    f.adjusted_quantity_micros * 0.000001 AS adjusted_quantity,
    f.issued_quantity_micros * 0.000001 AS issued_quantity,
    f.closing_quantity_micros * 0.000001 AS closing_quantity,
    f.opening_base_minor * bc.unit AS opening,
    f.received_base_minor * bc.unit AS received,
    f.adjusted_base_minor * bc.unit AS adjusted,
    f.issued_base_minor * bc.unit AS issued,
    f.closing_base_minor * bc.unit AS closing,
    f.company_id, f.run_id, f.leaf
  FROM core.current_run cr
  JOIN core.company c ON c.company_id = cr.company_id
  JOIN core.period p ON p.company_id = cr.company_id AND p.period_id = cr.period_id
  JOIN core.pool_certificate f ON f.company_id = cr.company_id AND f.period_id = cr.period_id
    AND f.leaf = cr.leaf AND f.run_id = cr.run_id
  JOIN core.currency bc ON bc.code = c.base_currency
  JOIN core.item it ON it.company_id = f.company_id AND it.item_id = f.item_id
  LEFT JOIN core.location loc ON loc.company_id = f.company_id AND loc.location_id = f.location_id;
COMMENT ON VIEW analytics.pool_certificate IS
  'One row per cost pool and period: what was there, came in, was adjusted, went out and is left.';
GRANT SELECT ON analytics.pool_certificate
  TO nightclose_loader, nightclose_reader, nightclose_backup;
