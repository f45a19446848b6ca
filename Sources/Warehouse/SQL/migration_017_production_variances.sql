-- Purpose: what production orders cost beside standard, by cause, and the arithmetic of each resource.
-- Run as nightclose_owner. Grain: see the COMMENTs; money and quantities as in the other facts.
INSERT INTO core.fact VALUES
  ('production_variance', 'seq', 'item_id'), ('production_variance_line', 'seq', 'item_id');

CREATE TABLE core.production_variance (
  company_id int4 NOT NULL, period_id int4 NOT NULL, leaf int4 NOT NULL, run_id int4 NOT NULL,
  seq int8 NOT NULL,
  document_id int8,
  document_number text NOT NULL,
  item_id int8,
  date date NOT NULL,
  standing text NOT NULL CHECK (standing IN ('posted', 'carried')),
  gap text,
  quantity_micros int8 NOT NULL,
  scrapped_quantity_micros int8 NOT NULL,
  actual_base_minor int8 NOT NULL,
  standard_base_minor int8,
  product_base_minor int8 NOT NULL,
  material_price_base_minor int8 NOT NULL,
  usage_base_minor int8 NOT NULL,
  rate_base_minor int8 NOT NULL,
  efficiency_base_minor int8 NOT NULL,
  overhead_base_minor int8 NOT NULL,
  yield_base_minor int8 NOT NULL,
  unexplained_base_minor int8 NOT NULL
) PARTITION BY LIST (period_id);
COMMENT ON TABLE core.production_variance IS
  'One row per production order and standing whose cost beside standard became known in the period.';
SELECT core.guard_table('core.production_variance'::regclass);

CREATE TABLE core.production_variance_line (
  company_id int4 NOT NULL, period_id int4 NOT NULL, leaf int4 NOT NULL, run_id int4 NOT NULL,
  seq int8 NOT NULL,
  document_id int8,
  document_number text NOT NULL,
  date date NOT NULL,
  resource text NOT NULL CHECK (resource IN ('material', 'labour', 'overhead')),
  item_id int8,
  used_micros int8,
  allowed_micros int8 NOT NULL,
  good_micros int8 NOT NULL,
  actual_base_minor int8 NOT NULL,
  at_standard_base_minor int8 NOT NULL,
  allowed_base_minor int8 NOT NULL,
  good_base_minor int8 NOT NULL
) PARTITION BY LIST (period_id);
COMMENT ON TABLE core.production_variance_line IS
  'One row per production order and resource that was measured against its standard in the period.';
SELECT core.guard_table('core.production_variance_line'::regclass);

-- Periods that are there already get their partitions; row security hides core.period here, so their
-- partitions tell which they are.
SELECT core.prepare_period(substring(c.relname FROM '_p(\d+)$')::int4)
FROM pg_catalog.pg_inherits i
JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid
WHERE i.inhparent = 'core.trial_balance'::regclass;

CREATE VIEW analytics.production_variance WITH (security_invoker = true) AS
  SELECT
    c.code AS company, p.name AS period, p.period_id, f.seq AS variance_seq, f.document_number,
    f.date, it.code AS item, it.name AS item_name, it.category, it.unit, f.standing, f.gap,
    f.quantity_micros * 0.000001 AS quantity,
    f.scrapped_quantity_micros * 0.000001 AS scrapped_quantity,
    f.actual_base_minor * bc.unit AS actual, f.standard_base_minor * bc.unit AS standard,
    f.product_base_minor * bc.unit AS product_value,
    f.material_price_base_minor * bc.unit AS material_price_variance,
    f.usage_base_minor * bc.unit AS usage_variance,
    f.rate_base_minor * bc.unit AS rate_variance,
    f.efficiency_base_minor * bc.unit AS efficiency_variance,
    f.overhead_base_minor * bc.unit AS overhead_variance,
    f.yield_base_minor * bc.unit AS yield_variance,
    f.unexplained_base_minor * bc.unit AS production_variance,
    (f.material_price_base_minor + f.usage_base_minor + f.rate_base_minor
      + f.efficiency_base_minor + f.overhead_base_minor + f.yield_base_minor
      + f.unexplained_base_minor) * bc.unit AS variance,
    f.company_id, f.run_id, f.leaf
  FROM core.current_run cr
  JOIN core.company c ON c.company_id = cr.company_id
  JOIN core.period p ON p.company_id = cr.company_id AND p.period_id = cr.period_id
  JOIN core.production_variance f ON f.company_id = cr.company_id
    AND f.period_id = cr.period_id AND f.leaf = cr.leaf AND f.run_id = cr.run_id
  JOIN core.currency bc ON bc.code = c.base_currency
  LEFT JOIN core.item it ON it.company_id = f.company_id AND it.item_id = f.item_id;
COMMENT ON VIEW analytics.production_variance IS
  'What production orders cost beside standard, by cause: one row per order and period in which it '
  'became known. Periods of one order add up. Cost above standard is positive.';
COMMENT ON COLUMN analytics.production_variance.standing IS
  'posted: products are at standard and the books give the variance up; carried: it is in the cost of '
  'the products and told only.';
COMMENT ON COLUMN analytics.production_variance.gap IS
  'Why the variance is not split: no_bill_of_materials, no_routing, under_way_at_go_live, '
  'nothing_made, out_of_range. NULL where it is.';
COMMENT ON COLUMN analytics.production_variance.actual IS
  'Components at cost, labour and overhead absorbed.';
COMMENT ON COLUMN analytics.production_variance.standard IS
  'What the good units may cost by bill of materials and routing of the day of release; NULL where '
  'nothing says so.';
COMMENT ON COLUMN analytics.production_variance.product_value IS
  'What the products came into stock at.';
COMMENT ON COLUMN analytics.production_variance.production_variance IS
  'What no cause explains, such as the product''s own standard beside its bill of materials and '
  'routing.';
COMMENT ON COLUMN analytics.production_variance.variance IS
  'The sum of the seven causes. Posted ones are what the order''s entries brought on their accounts.';

CREATE VIEW analytics.production_variance_line WITH (security_invoker = true) AS
  SELECT
    c.code AS company, p.name AS period, p.period_id, f.seq AS line_seq, f.document_number, f.date,
    f.resource, it.code AS item, it.name AS item_name,
    CASE WHEN f.resource = 'material' THEN it.unit ELSE 'h' END AS unit,
    f.used_micros * 0.000001 AS used, f.allowed_micros * 0.000001 AS allowed,
    f.good_micros * 0.000001 AS good, f.actual_base_minor * bc.unit AS actual,
    f.at_standard_base_minor * bc.unit AS at_standard,
    f.allowed_base_minor * bc.unit AS allowed_value, f.good_base_minor * bc.unit AS good_value,
    (f.actual_base_minor - f.at_standard_base_minor) * bc.unit AS price_variance,
    (f.at_standard_base_minor - f.allowed_base_minor) * bc.unit AS usage_variance,
    (f.allowed_base_minor - f.good_base_minor) * bc.unit AS yield_variance,
    f.company_id, f.run_id, f.leaf
  FROM core.current_run cr
  JOIN core.company c ON c.company_id = cr.company_id
  JOIN core.period p ON p.company_id = cr.company_id AND p.period_id = cr.period_id
  JOIN core.production_variance_line f ON f.company_id = cr.company_id
    AND f.period_id = cr.period_id AND f.leaf = cr.leaf AND f.run_id = cr.run_id
  JOIN core.currency bc ON bc.code = c.base_currency
  LEFT JOIN core.item it ON it.company_id = f.company_id AND it.item_id = f.item_id;
COMMENT ON VIEW analytics.production_variance_line IS
  'How variances of production come about: each component, labour and overhead of an order from '
  'actual cost over standard price and allowed quantity to what the good units may cost.';
COMMENT ON COLUMN analytics.production_variance_line.allowed IS
  'What the units begun may use, good and lost ones.';
COMMENT ON COLUMN analytics.production_variance_line.price_variance IS
  'actual - at_standard: price of a component, rate of labour, spending of overhead.';
COMMENT ON COLUMN analytics.production_variance_line.usage_variance IS
  'at_standard - allowed_value: usage of a component, efficiency of labour and overhead.';
COMMENT ON COLUMN analytics.production_variance_line.yield_variance IS
  'allowed_value - good_value: standard cost of what was lost.';
GRANT SELECT ON analytics.production_variance, analytics.production_variance_line
  TO nightclose_loader, nightclose_reader, nightclose_backup;
