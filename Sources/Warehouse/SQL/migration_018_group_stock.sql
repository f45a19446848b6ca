-- Purpose: what stock cost the group, beside the transfer price it stands at. Run as nightclose_owner.
-- Grain: see the COMMENT; money and quantities as in the other facts.
ALTER TABLE core.cost_layer ADD COLUMN group_profit_base_minor int8;
ALTER TABLE core.consumption ADD COLUMN group_profit_base_minor int8;

INSERT INTO core.fact VALUES ('group_stock', 'seq', 'item_id');

CREATE TABLE core.group_stock (
  company_id int4 NOT NULL, period_id int4 NOT NULL, leaf int4 NOT NULL, run_id int4 NOT NULL,
  seq int8 NOT NULL,
  item_id int8 NOT NULL,
  quantity_micros int8 NOT NULL,
  value_base_minor int8 NOT NULL,
  group_cost_base_minor int8,
  transit_quantity_micros int8,
  transit_base_minor int8
) PARTITION BY LIST (period_id);
COMMENT ON TABLE core.group_stock IS
  'One row per item that holds, or waits for, goods from companies of the group.';
SELECT core.guard_table('core.group_stock'::regclass);

-- Periods that are there already get their partition; row security hides core.period here, so their
-- partitions tell which they are.
SELECT core.prepare_period(substring(c.relname FROM '_p(\d+)$')::int4)
FROM pg_catalog.pg_inherits i
JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid
WHERE i.inhparent = 'core.trial_balance'::regclass;

CREATE OR REPLACE VIEW analytics.cost_layer WITH (security_invoker = true) AS
  SELECT
    c.code AS company, p.name AS period, p.period_id, f.seq AS layer_seq, it.code AS item,
    it.name AS item_name, it.category, it.unit, loc.code AS location, f.lot, f.date,
    f.quantity_in_micros * 0.000001 AS quantity_in, f.value_in_base_minor * bc.unit AS value_in,
    f.quantity_left_micros * 0.000001 AS quantity_left,
    f.value_left_base_minor * bc.unit AS value_left, f.origin_stream, f.origin_number,
    f.company_id, f.run_id, f.leaf,
    (f.value_left_base_minor - f.group_profit_base_minor) * bc.unit AS group_cost,
    f.group_profit_base_minor * bc.unit AS group_profit
  FROM core.current_run cr
  JOIN core.company c ON c.company_id = cr.company_id
  JOIN core.period p ON p.company_id = cr.company_id AND p.period_id = cr.period_id
  JOIN core.cost_layer f ON f.company_id = cr.company_id AND f.period_id = cr.period_id
    AND f.leaf = cr.leaf AND f.run_id = cr.run_id
  JOIN core.currency bc ON bc.code = c.base_currency
  JOIN core.item it ON it.company_id = f.company_id AND it.item_id = f.item_id
  LEFT JOIN core.location loc ON loc.company_id = f.company_id AND loc.location_id = f.location_id;
COMMENT ON COLUMN analytics.cost_layer.group_cost IS
  'What the goods left cost the group: the value less profit of companies of the group on the way. '
  'NULL where nobody states it, and in closes of versions that did not ask.';
COMMENT ON COLUMN analytics.cost_layer.group_profit IS
  'Value left less group cost: profit that the group has not earned yet.';

CREATE OR REPLACE VIEW analytics.consumption WITH (security_invoker = true) AS
  SELECT
    c.code AS company, p.name AS period, p.period_id, f.issue_seq, f.layer_seq,
    f.quantity_micros * 0.000001 AS quantity, f.value_base_minor * bc.unit AS value,
    f.company_id, f.run_id, f.leaf,
    (f.value_base_minor - f.group_profit_base_minor) * bc.unit AS group_cost
  FROM core.current_run cr
  JOIN core.company c ON c.company_id = cr.company_id
  JOIN core.period p ON p.company_id = cr.company_id AND p.period_id = cr.period_id
  JOIN core.consumption f ON f.company_id = cr.company_id AND f.period_id = cr.period_id
    AND f.leaf = cr.leaf AND f.run_id = cr.run_id
  JOIN core.currency bc ON bc.code = c.base_currency;
COMMENT ON COLUMN analytics.consumption.group_cost IS
  'What the goods taken cost the group. NULL where nobody states it, and in closes of versions that '
  'did not ask.';

CREATE VIEW analytics.group_stock WITH (security_invoker = true) AS
  SELECT
    c.code AS company, p.name AS period, p.period_id, f.seq AS stock_seq, it.code AS item,
    it.name AS item_name, it.category, it.unit, f.quantity_micros * 0.000001 AS quantity,
    f.value_base_minor * bc.unit AS value, f.group_cost_base_minor * bc.unit AS group_cost,
    (f.value_base_minor - f.group_cost_base_minor) * bc.unit AS unrealised_profit,
    f.transit_quantity_micros * 0.000001 AS transit_quantity,
    f.transit_base_minor * bc.unit AS transit_value,
    f.company_id, f.run_id, f.leaf
  FROM core.current_run cr
  JOIN core.company c ON c.company_id = cr.company_id
  JOIN core.period p ON p.company_id = cr.company_id AND p.period_id = cr.period_id
  JOIN core.group_stock f ON f.company_id = cr.company_id AND f.period_id = cr.period_id
    AND f.leaf = cr.leaf AND f.run_id = cr.run_id
  JOIN core.currency bc ON bc.code = c.base_currency
  JOIN core.item it ON it.company_id = f.company_id AND it.item_id = f.item_id;
COMMENT ON VIEW analytics.group_stock IS
  'Stock from companies of the group by item: at the transfer price, at what it cost the group, and '
  'the profit between, which the group has not earned.';
COMMENT ON COLUMN analytics.group_stock.group_cost IS
  'NULL where of some of the stock nobody states what it cost the group (INV-070, INV-071).';
COMMENT ON COLUMN analytics.group_stock.transit_quantity IS
  'Billed by companies of the group and not arrived; NULL in periods before the last.';
COMMENT ON COLUMN analytics.group_stock.transit_value IS 'The same at the transfer price.';
GRANT SELECT ON analytics.group_stock
  TO nightclose_loader, nightclose_reader, nightclose_backup;
