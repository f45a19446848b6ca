-- Purpose: write-downs of stock beside its cost. Run as nightclose_owner.
-- Grain: see the COMMENT; money and quantities as in the other facts.
INSERT INTO core.fact VALUES ('stock_allowance', 'seq', 'item_id');

CREATE TABLE core.stock_allowance (
  company_id int4 NOT NULL, period_id int4 NOT NULL, leaf int4 NOT NULL, run_id int4 NOT NULL,
  seq int8 NOT NULL,
  item_id int8 NOT NULL,
  quantity_micros int8 NOT NULL,
  cost_base_minor int8 NOT NULL,
  opening_base_minor int8 NOT NULL,
  written_down_base_minor int8 NOT NULL,
  reversed_base_minor int8 NOT NULL,
  released_base_minor int8 NOT NULL,
  closing_base_minor int8 NOT NULL CHECK (closing_base_minor >= 0),
  CHECK (opening_base_minor + written_down_base_minor
    = reversed_base_minor + released_base_minor + closing_base_minor),
  CHECK (closing_base_minor = 0 OR closing_base_minor <= cost_base_minor)
) PARTITION BY LIST (period_id);
COMMENT ON TABLE core.stock_allowance IS
  'One row per item with a write-down: opening + written down = reversed + released + closing.';
SELECT core.guard_table('core.stock_allowance'::regclass);

-- Periods that are there already get their partition; row security hides core.period here, so their
-- partitions tell which they are.
SELECT core.prepare_period(substring(c.relname FROM '_p(\d+)$')::int4)
FROM pg_catalog.pg_inherits i
JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid
WHERE i.inhparent = 'core.trial_balance'::regclass;

CREATE VIEW analytics.stock_allowance WITH (security_invoker = true) AS
  SELECT
    c.code AS company, p.name AS period, p.period_id, f.seq AS allowance_seq, it.code AS item,
    it.name AS item_name, it.category, it.unit, f.quantity_micros * 0.000001 AS quantity,
    f.cost_base_minor * bc.unit AS cost,
    f.opening_base_minor * bc.unit AS opening,
    f.written_down_base_minor * bc.unit AS written_down,
    f.reversed_base_minor * bc.unit AS reversed,
    f.released_base_minor * bc.unit AS released,
    f.closing_base_minor * bc.unit AS closing,
    (f.cost_base_minor - f.closing_base_minor) * bc.unit AS carrying_amount,
    f.company_id, f.run_id, f.leaf
  FROM core.current_run cr
  JOIN core.company c ON c.company_id = cr.company_id
  JOIN core.period p ON p.company_id = cr.company_id AND p.period_id = cr.period_id
  JOIN core.stock_allowance f ON f.company_id = cr.company_id AND f.period_id = cr.period_id
    AND f.leaf = cr.leaf AND f.run_id = cr.run_id
  JOIN core.currency bc ON bc.code = c.base_currency
  JOIN core.item it ON it.company_id = f.company_id AND it.item_id = f.item_id;
COMMENT ON VIEW analytics.stock_allowance IS
  'One row per item and period with a write-down to net realisable value, and what became of it.';
COMMENT ON COLUMN analytics.stock_allowance.released IS
  'Gone with units sold, scrapped, used or sent back, less what came back with them.';
COMMENT ON COLUMN analytics.stock_allowance.carrying_amount IS 'Cost less the closing write-down.';
GRANT SELECT ON analytics.stock_allowance
  TO nightclose_loader, nightclose_reader, nightclose_backup;
