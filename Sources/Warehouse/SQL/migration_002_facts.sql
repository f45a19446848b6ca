-- Purpose: the fact tables, partitioned by period and then by leaf. Run as nightclose_owner.
-- Grain: see each COMMENT. Money is bigint minor units: `…_base_minor` in the company's base
-- currency, `…_minor` in the row's `currency`. Quantities and unit costs are bigint 10^-6.
-- Being integers they are finite. Ids are key_map numbers. seq is the row's place in its run.
CREATE TABLE core.fact (
  name text PRIMARY KEY,
  key_columns text NOT NULL,
  index_columns text
);
COMMENT ON TABLE core.fact IS
  'The fact tables, each leaf''s primary key, and the one index a leaf may have beside it.';
INSERT INTO core.fact VALUES
  ('stock_ledger', 'seq', 'item_id, seq'), ('consumption', 'seq', 'issue_seq'),
  ('cost_layer', 'seq', 'item_id'), ('journal_entry', 'seq', NULL),
  ('journal_line', 'seq', 'account_id, date'), ('trial_balance', 'account_id, currency', NULL),
  ('open_item', 'seq', NULL), ('application', 'seq', NULL), ('ageing', 'seq', NULL),
  ('reorder_suggestion', 'seq', NULL), ('finding', 'seq', NULL), ('tie_out', 'seq', NULL),
  ('certificate', 'seq', NULL), ('filed_row', 'stream, key_id', NULL);

CREATE TABLE core.stock_ledger (
  company_id int4 NOT NULL, period_id int4 NOT NULL, leaf int4 NOT NULL, run_id int4 NOT NULL,
  seq int8 NOT NULL,
  date date NOT NULL,
  recorded_at timestamp,
  kind text NOT NULL,
  item_id int8 NOT NULL,
  location_id int8,
  lot text,
  quantity_micros int8 NOT NULL,
  value_base_minor int8 NOT NULL,
  pool_quantity_micros int8 NOT NULL,
  pool_value_base_minor int8 NOT NULL,
  movement_id int8,
  document_stream text,
  document_number text,
  entry_seq int8,
  flags text
) PARTITION BY LIST (period_id);
COMMENT ON TABLE core.stock_ledger IS 'One row per valued stock movement, in event order.';

CREATE TABLE core.consumption (
  company_id int4 NOT NULL, period_id int4 NOT NULL, leaf int4 NOT NULL, run_id int4 NOT NULL,
  seq int8 NOT NULL,
  issue_seq int8 NOT NULL,
  layer_seq int8 NOT NULL,
  quantity_micros int8 NOT NULL,
  value_base_minor int8 NOT NULL
) PARTITION BY LIST (period_id);
COMMENT ON TABLE core.consumption IS 'One row per issue and cost layer it took from.';

CREATE TABLE core.cost_layer (
  company_id int4 NOT NULL, period_id int4 NOT NULL, leaf int4 NOT NULL, run_id int4 NOT NULL,
  seq int8 NOT NULL,
  item_id int8 NOT NULL,
  location_id int8,
  lot text,
  date date NOT NULL,
  quantity_in_micros int8 NOT NULL,
  value_in_base_minor int8 NOT NULL,
  quantity_left_micros int8 NOT NULL,
  value_left_base_minor int8 NOT NULL,
  origin_stream text,
  origin_number text,
  origin_seq int8
) PARTITION BY LIST (period_id);
COMMENT ON TABLE core.cost_layer IS 'One row per cost layer with anything left at the period''s end.';

CREATE TABLE core.journal_entry (
  company_id int4 NOT NULL, period_id int4 NOT NULL, leaf int4 NOT NULL, run_id int4 NOT NULL,
  seq int8 NOT NULL,
  journal text NOT NULL,
  number text,
  reference text NOT NULL,
  date date NOT NULL,
  occurred_on date,
  event text NOT NULL,
  rule text NOT NULL,
  document_id int8,
  document_number text,
  description text,
  reverses_seq int8
) PARTITION BY LIST (period_id);
COMMENT ON TABLE core.journal_entry IS 'One row per source document and event.';

CREATE TABLE core.journal_line (
  company_id int4 NOT NULL, period_id int4 NOT NULL, leaf int4 NOT NULL, run_id int4 NOT NULL,
  seq int8 NOT NULL,
  entry_seq int8 NOT NULL,
  date date NOT NULL,
  account_id int8 NOT NULL,
  debit_base_minor int8 NOT NULL CHECK (debit_base_minor >= 0),
  credit_base_minor int8 NOT NULL CHECK (credit_base_minor >= 0),
  currency text NOT NULL,
  debit_minor int8 NOT NULL CHECK (debit_minor >= 0),
  credit_minor int8 NOT NULL CHECK (credit_minor >= 0),
  role text NOT NULL,
  partner_id int8,
  item_id int8,
  location_id int8,
  department text,
  project text,
  tax_code text,
  quantity_micros int8
) PARTITION BY LIST (period_id);
COMMENT ON TABLE core.journal_line IS
  'One row per entry, account, currency and dimensions; debits and credits never negative.';

CREATE TABLE core.trial_balance (
  company_id int4 NOT NULL, period_id int4 NOT NULL, leaf int4 NOT NULL, run_id int4 NOT NULL,
  account_id int8 NOT NULL,
  currency text NOT NULL,
  opening_base_minor int8 NOT NULL,
  debit_base_minor int8 NOT NULL CHECK (debit_base_minor >= 0),
  credit_base_minor int8 NOT NULL CHECK (credit_base_minor >= 0),
  closing_base_minor int8 NOT NULL,
  opening_minor int8 NOT NULL,
  debit_minor int8 NOT NULL CHECK (debit_minor >= 0),
  credit_minor int8 NOT NULL CHECK (credit_minor >= 0),
  closing_minor int8 NOT NULL,
  CHECK (closing_base_minor = opening_base_minor + debit_base_minor - credit_base_minor),
  CHECK (closing_minor = opening_minor + debit_minor - credit_minor)
) PARTITION BY LIST (period_id);
COMMENT ON TABLE core.trial_balance IS
  'One row per account and transaction currency; opening and closing are debit minus credit.';

CREATE TABLE core.open_item (
  company_id int4 NOT NULL, period_id int4 NOT NULL, leaf int4 NOT NULL, run_id int4 NOT NULL,
  seq int8 NOT NULL,
  ledger text NOT NULL,
  kind text NOT NULL,
  account_id int8 NOT NULL,
  partner_id int8,
  document_id int8,
  document_stream text,
  document_number text,
  document_date date NOT NULL,
  posting_date date NOT NULL,
  due_date date,
  currency text NOT NULL,
  original_minor int8 NOT NULL,
  residual_minor int8 NOT NULL,
  original_base_minor int8 NOT NULL,
  residual_base_minor int8 NOT NULL
) PARTITION BY LIST (period_id);
COMMENT ON TABLE core.open_item IS
  'One row per document or instalment not fully settled at the period''s end; debit is positive.';

CREATE TABLE core.application (
  company_id int4 NOT NULL, period_id int4 NOT NULL, leaf int4 NOT NULL, run_id int4 NOT NULL,
  seq int8 NOT NULL,
  item_seq int8,
  kind text NOT NULL,
  date date NOT NULL,
  document_id int8,
  document_number text,
  applied_document_id int8,
  applied_document_number text,
  currency text NOT NULL,
  amount_minor int8 NOT NULL,
  amount_base_minor int8 NOT NULL,
  entry_seq int8
) PARTITION BY LIST (period_id);
COMMENT ON TABLE core.application IS
  'One row per settlement of a document by another in the period.';

CREATE TABLE core.ageing (
  company_id int4 NOT NULL, period_id int4 NOT NULL, leaf int4 NOT NULL, run_id int4 NOT NULL,
  seq int8 NOT NULL,
  item_seq int8 NOT NULL,
  bucket int2 NOT NULL,
  bucket_name text NOT NULL,
  days_overdue int4 NOT NULL,
  residual_minor int8 NOT NULL,
  residual_base_minor int8 NOT NULL
) PARTITION BY LIST (period_id);
COMMENT ON TABLE core.ageing IS
  'One row per open item and bucket; the buckets of an item add up to its residual.';

CREATE TABLE core.reorder_suggestion (
  company_id int4 NOT NULL, period_id int4 NOT NULL, leaf int4 NOT NULL, run_id int4 NOT NULL,
  seq int8 NOT NULL,
  item_id int8 NOT NULL,
  location_id int8,
  supplier_id int8,
  policy text NOT NULL,
  quantity_micros int8 NOT NULL CHECK (quantity_micros > 0),
  order_by date,
  needed_on date,
  unit_cost_micros int8,
  currency text,
  arithmetic text NOT NULL
) PARTITION BY LIST (period_id);
COMMENT ON TABLE core.reorder_suggestion IS 'One row per item and location to be ordered.';

CREATE TABLE core.finding (
  company_id int4 NOT NULL, period_id int4 NOT NULL, leaf int4 NOT NULL, run_id int4 NOT NULL,
  seq int8 NOT NULL,
  code text NOT NULL,
  severity text NOT NULL CHECK (severity IN ('warning', 'error')),
  origin text NOT NULL,
  key text NOT NULL,
  document text NOT NULL,
  amount_minor int8,
  currency text,
  message text NOT NULL,
  action text NOT NULL,
  accepted text,
  CHECK ((amount_minor IS NULL) = (currency IS NULL))
) PARTITION BY LIST (period_id);
COMMENT ON TABLE core.finding IS 'One row per finding of the run; accepted holds the reason.';

CREATE TABLE core.tie_out (
  company_id int4 NOT NULL, period_id int4 NOT NULL, leaf int4 NOT NULL, run_id int4 NOT NULL,
  seq int8 NOT NULL,
  name text NOT NULL,
  subject text NOT NULL,
  currency text,
  expected_minor int8,
  actual_minor int8,
  expected_count int8,
  actual_count int8,
  outcome text NOT NULL CHECK (outcome IN ('equal', 'different', 'nothing_to_compare')),
  CHECK (outcome <> 'equal' OR (expected_minor IS NOT DISTINCT FROM actual_minor
    AND expected_count IS NOT DISTINCT FROM actual_count
    AND coalesce(expected_minor, expected_count) IS NOT NULL))
) PARTITION BY LIST (period_id);
COMMENT ON TABLE core.tie_out IS 'One row per comparison of two sides that must agree.';

CREATE TABLE core.certificate (
  company_id int4 NOT NULL, period_id int4 NOT NULL, leaf int4 NOT NULL, run_id int4 NOT NULL,
  seq int8 NOT NULL,
  account_id int8 NOT NULL,
  certified bool NOT NULL,
  reason text NOT NULL
) PARTITION BY LIST (period_id);
COMMENT ON TABLE core.certificate IS 'One row per control account: certified, or why not.';

CREATE TABLE core.filed_row (
  company_id int4 NOT NULL, period_id int4 NOT NULL, leaf int4 NOT NULL, run_id int4 NOT NULL,
  stream text NOT NULL,
  key_id int8 NOT NULL,
  fingerprint bytea NOT NULL
) PARTITION BY LIST (period_id);
COMMENT ON TABLE core.filed_row IS
  'One row per input row of a period being closed: what it was when it was filed.';

CREATE TABLE core.leaf (
  run_id int4 NOT NULL REFERENCES core.run,
  fact text NOT NULL REFERENCES core.fact,
  period_id int4 NOT NULL,
  row_count int8,
  state text NOT NULL DEFAULT 'building' CHECK (state IN ('building', 'staged', 'attached')),
  PRIMARY KEY (run_id, fact, period_id)
);
COMMENT ON TABLE core.leaf IS 'The tables of schema staging: one per run, fact and period.';
