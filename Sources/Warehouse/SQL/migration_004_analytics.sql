-- Purpose: the published figures for people and BI tools. Run as nightclose_owner.
-- Grain: as the fact of the same name, narrowed to the published run of each period. Amounts are
-- numeric in major units with all decimals of their currency; without a suffix in base currency,
-- `…_in_currency` in the row's own. Order: none; ORDER BY the …_seq columns. Programs that know the
-- published run narrow period_id, run_id and leaf to literals: PostgreSQL then plans for one leaf.
CREATE VIEW analytics.period WITH (security_invoker = true) AS
  SELECT c.code AS company, c.name AS company_name, c.base_currency, p.name AS period, p.fiscal_year,
    p.number, p.first_day, p.end_day - 1 AS last_day, p.state, cr.run_id, r.as_of, r.close_id,
    p.company_id, p.period_id
  FROM core.period p
  JOIN core.company c ON c.company_id = p.company_id
  LEFT JOIN core.current_run cr ON cr.company_id = p.company_id AND cr.period_id = p.period_id
  LEFT JOIN core.run r ON r.run_id = cr.run_id;
COMMENT ON VIEW analytics.period IS 'Every period of every company with its published run.';

CREATE VIEW analytics.run WITH (security_invoker = true) AS
  SELECT c.code AS company, r.run_id, r.job, r.as_of, r.known_at, r.engine_version,
    r.configuration_digest, r.close_id, r.manifest_digest, r.state, r.exit_code, r.message,
    r.started_at, r.finished_at
  FROM core.run r
  JOIN core.company c ON c.company_id = r.company_id;
COMMENT ON VIEW analytics.run IS 'Every run: what was asked, and how it ended.';

CREATE VIEW analytics.trial_balance WITH (security_invoker = true) AS
  SELECT
    c.code AS company, p.name AS period, p.period_id, acc.code AS account,
    acc.name AS account_name, acc.class AS account_class, f.currency,
    f.opening_base_minor * bc.unit AS opening, f.debit_base_minor * bc.unit AS debit,
    f.credit_base_minor * bc.unit AS credit, f.closing_base_minor * bc.unit AS closing,
    f.opening_minor * tc.unit AS opening_in_currency, f.debit_minor * tc.unit AS debit_in_currency,
    f.credit_minor * tc.unit AS credit_in_currency,
    f.closing_minor * tc.unit AS closing_in_currency, f.account_id,
    f.company_id, f.run_id, f.leaf
  FROM core.current_run cr
  JOIN core.company c ON c.company_id = cr.company_id
  JOIN core.period p ON p.company_id = cr.company_id AND p.period_id = cr.period_id
  JOIN core.trial_balance f ON f.company_id = cr.company_id AND f.period_id = cr.period_id
    AND f.leaf = cr.leaf AND f.run_id = cr.run_id
  JOIN core.currency bc ON bc.code = c.base_currency
  JOIN core.account acc ON acc.company_id = f.company_id AND acc.account_id = f.account_id
  JOIN core.currency tc ON tc.code = f.currency;
COMMENT ON VIEW analytics.trial_balance IS 'Opening, movements and closing per account and transaction currency; debit positive.';

CREATE VIEW analytics.journal_entry WITH (security_invoker = true) AS
  SELECT
    c.code AS company, p.name AS period, p.period_id, f.seq AS entry_seq, f.journal,
    coalesce(f.number, f.reference) AS number, f.reference, f.date,
    coalesce(f.occurred_on, f.date) AS occurred_on, f.event, f.rule, f.document_number,
    f.description, f.reverses_seq,
    f.company_id, f.run_id, f.leaf
  FROM core.current_run cr
  JOIN core.company c ON c.company_id = cr.company_id
  JOIN core.period p ON p.company_id = cr.company_id AND p.period_id = cr.period_id
  JOIN core.journal_entry f ON f.company_id = cr.company_id AND f.period_id = cr.period_id
    AND f.leaf = cr.leaf AND f.run_id = cr.run_id;
COMMENT ON VIEW analytics.journal_entry IS 'One row per journal entry.';

CREATE VIEW analytics.journal_line WITH (security_invoker = true) AS
  SELECT
    c.code AS company, p.name AS period, p.period_id, f.seq AS line_seq, f.entry_seq, e.journal,
    coalesce(e.number, e.reference) AS entry_number, f.date, e.event, e.document_number,
    e.description, acc.code AS account, acc.name AS account_name, acc.class AS account_class,
    f.role, f.debit_base_minor * bc.unit AS debit, f.credit_base_minor * bc.unit AS credit,
    f.currency, f.debit_minor * tc.unit AS debit_in_currency,
    f.credit_minor * tc.unit AS credit_in_currency, par.code AS partner, par.name AS partner_name,
    it.code AS item, it.name AS item_name, loc.code AS location, f.department, f.project,
    f.tax_code, f.quantity_micros * 0.000001 AS quantity, f.account_id,
    f.company_id, f.run_id, f.leaf
  FROM core.current_run cr
  JOIN core.company c ON c.company_id = cr.company_id
  JOIN core.period p ON p.company_id = cr.company_id AND p.period_id = cr.period_id
  JOIN core.journal_line f ON f.company_id = cr.company_id AND f.period_id = cr.period_id
    AND f.leaf = cr.leaf AND f.run_id = cr.run_id
  JOIN core.currency bc ON bc.code = c.base_currency
  JOIN core.account acc ON acc.company_id = f.company_id AND acc.account_id = f.account_id
  JOIN core.currency tc ON tc.code = f.currency
  LEFT JOIN core.partner par ON par.company_id = f.company_id AND par.partner_id = f.partner_id
  LEFT JOIN core.item it ON it.company_id = f.company_id AND it.item_id = f.item_id
  LEFT JOIN core.location loc ON loc.company_id = f.company_id AND loc.location_id = f.location_id
  LEFT JOIN core.journal_entry e ON e.company_id = f.company_id AND e.period_id = f.period_id
    AND e.leaf = f.leaf AND e.run_id = f.run_id AND e.seq = f.entry_seq;
COMMENT ON VIEW analytics.journal_line IS 'One row per journal line, with its entry and account.';

CREATE VIEW analytics.stock_ledger WITH (security_invoker = true) AS
  SELECT
    c.code AS company, p.name AS period, p.period_id, f.seq AS movement_seq, f.date, f.recorded_at,
    f.kind, it.code AS item, it.name AS item_name, it.category, it.unit, loc.code AS location,
    f.lot, f.quantity_micros * 0.000001 AS quantity, f.value_base_minor * bc.unit AS value,
    f.pool_quantity_micros * 0.000001 AS pool_quantity,
    f.pool_value_base_minor * bc.unit AS pool_value, f.document_stream, f.document_number,
    f.entry_seq, f.flags,
    f.company_id, f.run_id, f.leaf
  FROM core.current_run cr
  JOIN core.company c ON c.company_id = cr.company_id
  JOIN core.period p ON p.company_id = cr.company_id AND p.period_id = cr.period_id
  JOIN core.stock_ledger f ON f.company_id = cr.company_id AND f.period_id = cr.period_id
    AND f.leaf = cr.leaf AND f.run_id = cr.run_id
  JOIN core.currency bc ON bc.code = c.base_currency
  JOIN core.item it ON it.company_id = f.company_id AND it.item_id = f.item_id
  LEFT JOIN core.location loc ON loc.company_id = f.company_id AND loc.location_id = f.location_id;
COMMENT ON VIEW analytics.stock_ledger IS 'One row per valued stock movement, in event order.';

CREATE VIEW analytics.cost_layer WITH (security_invoker = true) AS
  SELECT
    c.code AS company, p.name AS period, p.period_id, f.seq AS layer_seq, it.code AS item,
    it.name AS item_name, it.category, it.unit, loc.code AS location, f.lot, f.date,
    f.quantity_in_micros * 0.000001 AS quantity_in, f.value_in_base_minor * bc.unit AS value_in,
    f.quantity_left_micros * 0.000001 AS quantity_left,
    f.value_left_base_minor * bc.unit AS value_left, f.origin_stream, f.origin_number,
    f.company_id, f.run_id, f.leaf
  FROM core.current_run cr
  JOIN core.company c ON c.company_id = cr.company_id
  JOIN core.period p ON p.company_id = cr.company_id AND p.period_id = cr.period_id
  JOIN core.cost_layer f ON f.company_id = cr.company_id AND f.period_id = cr.period_id
    AND f.leaf = cr.leaf AND f.run_id = cr.run_id
  JOIN core.currency bc ON bc.code = c.base_currency
  JOIN core.item it ON it.company_id = f.company_id AND it.item_id = f.item_id
  LEFT JOIN core.location loc ON loc.company_id = f.company_id AND loc.location_id = f.location_id;
COMMENT ON VIEW analytics.cost_layer IS 'One row per cost layer with anything left at the end of the period.';

CREATE VIEW analytics.consumption WITH (security_invoker = true) AS
  SELECT
    c.code AS company, p.name AS period, p.period_id, f.issue_seq, f.layer_seq,
    f.quantity_micros * 0.000001 AS quantity, f.value_base_minor * bc.unit AS value,
    f.company_id, f.run_id, f.leaf
  FROM core.current_run cr
  JOIN core.company c ON c.company_id = cr.company_id
  JOIN core.period p ON p.company_id = cr.company_id AND p.period_id = cr.period_id
  JOIN core.consumption f ON f.company_id = cr.company_id AND f.period_id = cr.period_id
    AND f.leaf = cr.leaf AND f.run_id = cr.run_id
  JOIN core.currency bc ON bc.code = c.base_currency;
COMMENT ON VIEW analytics.consumption IS 'One row per issue and the cost layer it took from.';

CREATE VIEW analytics.open_item WITH (security_invoker = true) AS
  SELECT
    c.code AS company, p.name AS period, p.period_id, f.seq AS item_seq, f.ledger, f.kind,
    acc.code AS account, par.code AS partner, par.name AS partner_name, par.partner_group,
    f.document_stream, f.document_number, f.document_date, f.posting_date, f.due_date, f.currency,
    f.original_base_minor * bc.unit AS original, f.residual_base_minor * bc.unit AS residual,
    f.original_minor * tc.unit AS original_in_currency,
    f.residual_minor * tc.unit AS residual_in_currency,
    f.company_id, f.run_id, f.leaf
  FROM core.current_run cr
  JOIN core.company c ON c.company_id = cr.company_id
  JOIN core.period p ON p.company_id = cr.company_id AND p.period_id = cr.period_id
  JOIN core.open_item f ON f.company_id = cr.company_id AND f.period_id = cr.period_id
    AND f.leaf = cr.leaf AND f.run_id = cr.run_id
  JOIN core.currency bc ON bc.code = c.base_currency
  JOIN core.account acc ON acc.company_id = f.company_id AND acc.account_id = f.account_id
  JOIN core.currency tc ON tc.code = f.currency
  LEFT JOIN core.partner par ON par.company_id = f.company_id AND par.partner_id = f.partner_id;
COMMENT ON VIEW analytics.open_item IS 'One row per document or instalment not settled at the end of the period.';

CREATE VIEW analytics.application WITH (security_invoker = true) AS
  SELECT
    c.code AS company, p.name AS period, p.period_id, f.seq AS application_seq, f.item_seq, f.kind,
    f.date, f.document_number, f.applied_document_number, f.currency,
    f.amount_base_minor * bc.unit AS amount, f.amount_minor * tc.unit AS amount_in_currency,
    f.entry_seq,
    f.company_id, f.run_id, f.leaf
  FROM core.current_run cr
  JOIN core.company c ON c.company_id = cr.company_id
  JOIN core.period p ON p.company_id = cr.company_id AND p.period_id = cr.period_id
  JOIN core.application f ON f.company_id = cr.company_id AND f.period_id = cr.period_id
    AND f.leaf = cr.leaf AND f.run_id = cr.run_id
  JOIN core.currency bc ON bc.code = c.base_currency
  JOIN core.currency tc ON tc.code = f.currency;
COMMENT ON VIEW analytics.application IS 'One row per settlement of a document by another in the period.';

CREATE VIEW analytics.ageing WITH (security_invoker = true) AS
  SELECT
    c.code AS company, p.name AS period, p.period_id, o.seq AS item_seq, o.ledger, o.kind,
    acc.code AS account, par.code AS partner, par.name AS partner_name, o.document_number,
    o.document_date, o.due_date, f.bucket, f.bucket_name, f.days_overdue, o.currency,
    f.residual_base_minor * bc.unit AS residual, f.residual_minor * tc.unit AS residual_in_currency,
    f.company_id, f.run_id, f.leaf
  FROM core.current_run cr
  JOIN core.company c ON c.company_id = cr.company_id
  JOIN core.period p ON p.company_id = cr.company_id AND p.period_id = cr.period_id
  JOIN core.ageing f ON f.company_id = cr.company_id AND f.period_id = cr.period_id
    AND f.leaf = cr.leaf AND f.run_id = cr.run_id
  JOIN core.currency bc ON bc.code = c.base_currency
  JOIN core.open_item o ON o.company_id = f.company_id AND o.period_id = f.period_id
    AND o.leaf = f.leaf AND o.run_id = f.run_id AND o.seq = f.item_seq
  JOIN core.currency tc ON tc.code = o.currency
  JOIN core.account acc ON acc.company_id = f.company_id AND acc.account_id = o.account_id
  LEFT JOIN core.partner par ON par.company_id = f.company_id AND par.partner_id = o.partner_id;
COMMENT ON VIEW analytics.ageing IS 'One row per open item and bucket.';

CREATE VIEW analytics.reorder_suggestion WITH (security_invoker = true) AS
  SELECT
    c.code AS company, p.name AS period, p.period_id, f.seq AS suggestion_seq, it.code AS item,
    it.name AS item_name, it.unit, loc.code AS location, sup.code AS supplier,
    sup.name AS supplier_name, f.policy, f.quantity_micros * 0.000001 AS quantity, f.order_by,
    f.needed_on, f.unit_cost_micros * 0.000001 AS unit_cost, f.currency, f.arithmetic,
    f.company_id, f.run_id, f.leaf
  FROM core.current_run cr
  JOIN core.company c ON c.company_id = cr.company_id
  JOIN core.period p ON p.company_id = cr.company_id AND p.period_id = cr.period_id
  JOIN core.reorder_suggestion f ON f.company_id = cr.company_id AND f.period_id = cr.period_id
    AND f.leaf = cr.leaf AND f.run_id = cr.run_id
  JOIN core.item it ON it.company_id = f.company_id AND it.item_id = f.item_id
  LEFT JOIN core.location loc ON loc.company_id = f.company_id AND loc.location_id = f.location_id
  LEFT JOIN core.currency tc ON tc.code = f.currency
  LEFT JOIN core.partner sup ON sup.company_id = f.company_id AND sup.partner_id = f.supplier_id;
COMMENT ON VIEW analytics.reorder_suggestion IS 'One row per item and location to be ordered, with its arithmetic.';

CREATE VIEW analytics.finding WITH (security_invoker = true) AS
  SELECT
    c.code AS company, p.name AS period, p.period_id, f.seq AS finding_seq, f.code, f.severity,
    f.origin, f.key, f.document, f.amount_minor * tc.unit AS amount, f.currency, f.message,
    f.action, f.accepted,
    f.company_id, f.run_id, f.leaf
  FROM core.current_run cr
  JOIN core.company c ON c.company_id = cr.company_id
  JOIN core.period p ON p.company_id = cr.company_id AND p.period_id = cr.period_id
  JOIN core.finding f ON f.company_id = cr.company_id AND f.period_id = cr.period_id
    AND f.leaf = cr.leaf AND f.run_id = cr.run_id
  LEFT JOIN core.currency tc ON tc.code = f.currency;
COMMENT ON VIEW analytics.finding IS 'One row per finding of the run.';

CREATE VIEW analytics.tie_out WITH (security_invoker = true) AS
  SELECT
    c.code AS company, p.name AS period, p.period_id, f.seq AS tie_out_seq, f.name, f.subject,
    f.currency, f.expected_minor * tc.unit AS expected, f.actual_minor * tc.unit AS actual,
    (f.actual_minor - f.expected_minor) * tc.unit AS difference, f.expected_count, f.actual_count,
    f.outcome,
    f.company_id, f.run_id, f.leaf
  FROM core.current_run cr
  JOIN core.company c ON c.company_id = cr.company_id
  JOIN core.period p ON p.company_id = cr.company_id AND p.period_id = cr.period_id
  JOIN core.tie_out f ON f.company_id = cr.company_id AND f.period_id = cr.period_id
    AND f.leaf = cr.leaf AND f.run_id = cr.run_id
  LEFT JOIN core.currency tc ON tc.code = f.currency;
COMMENT ON VIEW analytics.tie_out IS 'One row per comparison of two sides that must agree.';

CREATE VIEW analytics.certificate WITH (security_invoker = true) AS
  SELECT
    c.code AS company, p.name AS period, p.period_id, f.seq AS certificate_seq,
    acc.code AS account, acc.name AS account_name, f.certified, f.reason,
    f.company_id, f.run_id, f.leaf
  FROM core.current_run cr
  JOIN core.company c ON c.company_id = cr.company_id
  JOIN core.period p ON p.company_id = cr.company_id AND p.period_id = cr.period_id
  JOIN core.certificate f ON f.company_id = cr.company_id AND f.period_id = cr.period_id
    AND f.leaf = cr.leaf AND f.run_id = cr.run_id
  JOIN core.account acc ON acc.company_id = f.company_id AND acc.account_id = f.account_id;
COMMENT ON VIEW analytics.certificate IS 'One row per control account: certified, or why not.';

GRANT SELECT ON ALL TABLES IN SCHEMA analytics
  TO nightclose_loader, nightclose_reader, nightclose_backup;
