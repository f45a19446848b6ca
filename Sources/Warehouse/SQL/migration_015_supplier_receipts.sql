-- Purpose: what suppliers brought and what of it was refused, which no account and no stock shows.
-- Run as nightclose_owner. Grain: see the COMMENT.
INSERT INTO core.fact VALUES ('supplier_receipt', 'seq', NULL);

CREATE TABLE core.supplier_receipt (
  company_id int4 NOT NULL, period_id int4 NOT NULL, leaf int4 NOT NULL, run_id int4 NOT NULL,
  seq int8 NOT NULL,
  partner_id int8,
  item_id int8,
  currency text NOT NULL,
  line_count int8 NOT NULL CHECK (line_count > 0),
  rejected_line_count int8 NOT NULL CHECK (rejected_line_count BETWEEN 0 AND line_count),
  accepted_quantity_micros int8,
  rejected_quantity_micros int8,
  accepted_minor int8,
  rejected_minor int8
) PARTITION BY LIST (period_id);
COMMENT ON TABLE core.supplier_receipt IS
  'One row per supplier, item and currency with goods received in the period.';
SELECT core.guard_table('core.supplier_receipt'::regclass);

-- Periods that are there already get their partition; row security hides core.period here, so their
-- partitions tell which they are.
SELECT core.prepare_period(substring(c.relname FROM '_p(\d+)$')::int4)
FROM pg_catalog.pg_inherits i
JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid
WHERE i.inhparent = 'core.trial_balance'::regclass;

CREATE VIEW analytics.supplier_receipt WITH (security_invoker = true) AS
  SELECT
    c.code AS company, p.name AS period, p.period_id, f.seq AS receipt_seq, par.code AS partner,
    par.name AS partner_name, it.code AS item, it.name AS item_name, it.category, it.unit,
    f.currency, f.line_count, f.rejected_line_count,
    f.accepted_quantity_micros * 0.000001 AS accepted_quantity,
    f.rejected_quantity_micros * 0.000001 AS rejected_quantity,
    f.accepted_minor * tc.unit AS accepted, f.rejected_minor * tc.unit AS rejected,
    f.company_id, f.run_id, f.leaf
  FROM core.current_run cr
  JOIN core.company c ON c.company_id = cr.company_id
  JOIN core.period p ON p.company_id = cr.company_id AND p.period_id = cr.period_id
  JOIN core.supplier_receipt f ON f.company_id = cr.company_id AND f.period_id = cr.period_id
    AND f.leaf = cr.leaf AND f.run_id = cr.run_id
  JOIN core.currency tc ON tc.code = f.currency
  LEFT JOIN core.item it ON it.company_id = f.company_id AND it.item_id = f.item_id
  LEFT JOIN core.partner par ON par.company_id = f.company_id AND par.partner_id = f.partner_id;
COMMENT ON VIEW analytics.supplier_receipt IS
  'What suppliers brought in a period, by item: received = accepted + rejected.';
COMMENT ON COLUMN analytics.supplier_receipt.accepted IS
  'As the receipts state it, else at the order''s price; NULL where nobody states one.';
COMMENT ON COLUMN analytics.supplier_receipt.rejected IS
  'At the order''s price, each line rounded; without an order as the accepted part.';
GRANT SELECT ON analytics.supplier_receipt
  TO nightclose_loader, nightclose_reader, nightclose_backup;
