-- Purpose: companies, periods, runs, keys, masters, the audit chain. Run as nightclose_owner.
CREATE SCHEMA core;
COMMENT ON SCHEMA core IS 'Tables of the warehouse; written by runs, read through analytics.';
CREATE SCHEMA staging;
COMMENT ON SCHEMA staging IS 'One table per run, fact and period: the leaves of the fact tables.';
CREATE SCHEMA analytics;
COMMENT ON SCHEMA analytics IS 'The published figures: a versioned contract for reports and BI tools.';

CREATE TABLE core.schema_version (
  version int4 PRIMARY KEY,
  name text NOT NULL,
  applied_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE core.currency (
  code text PRIMARY KEY CHECK (code ~ '^[A-Z]{3}$'),
  minor_digits int2 NOT NULL CHECK (minor_digits BETWEEN 0 AND 4),
  unit numeric NOT NULL
);
COMMENT ON COLUMN core.currency.unit IS 'One minor unit in major units, with all its decimals.';

CREATE TABLE core.company (
  company_id int4 GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  code text NOT NULL UNIQUE CHECK (code <> ''),
  name text NOT NULL,
  base_currency text NOT NULL REFERENCES core.currency,
  epoch int8 NOT NULL DEFAULT 0
);
COMMENT ON COLUMN core.company.epoch IS
  'Counts the holders of the company''s lock; a publisher with an older one is fenced off.';

CREATE TABLE core.membership (
  role_name name NOT NULL,
  company_id int4 REFERENCES core.company
);
COMMENT ON TABLE core.membership IS
  'Which role may see which company; a NULL company means all. Members of the role count.';
CREATE UNIQUE INDEX membership_once ON core.membership (role_name, coalesce(company_id, 0));
INSERT INTO core.membership VALUES ('nightclose_owner', NULL), ('nightclose_loader', NULL);

-- Not security_invoker: everyone may ask for the companies they see, and only for those.
CREATE VIEW core.visible_company AS
  SELECT DISTINCT c.company_id
  FROM core.company c
  JOIN core.membership m ON m.company_id = c.company_id OR m.company_id IS NULL
  WHERE m.role_name IN (
    SELECT r.rolname FROM pg_catalog.pg_roles r
    WHERE pg_catalog.pg_has_role(current_user, r.oid, 'USAGE'));

CREATE TABLE core.period (
  company_id int4 NOT NULL REFERENCES core.company,
  period_id int4 NOT NULL,
  name text NOT NULL,
  fiscal_year int4 NOT NULL,
  number int4 NOT NULL,
  first_day date NOT NULL,
  end_day date NOT NULL,
  state text NOT NULL DEFAULT 'open'
    CHECK (state IN ('open', 'closing', 'closed', 'reopened')),
  reason text,
  changed_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (company_id, period_id),
  CHECK (first_day < end_day),
  CHECK (state <> 'reopened' OR reason IS NOT NULL)
);
COMMENT ON COLUMN core.period.end_day IS 'The first day after the period.';

CREATE TABLE core.run (
  run_id int4 GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  company_id int4 NOT NULL REFERENCES core.company,
  epoch int8 NOT NULL,
  job text NOT NULL,
  as_of date NOT NULL,
  known_at timestamptz,
  engine_version text NOT NULL,
  configuration_digest text NOT NULL,
  close_id text,
  manifest_digest text,
  state text NOT NULL DEFAULT 'running'
    CHECK (state IN ('running', 'published', 'identical', 'blocked', 'failed')),
  exit_code int4,
  message text,
  started_at timestamptz NOT NULL DEFAULT now(),
  finished_at timestamptz,
  CHECK (state <> 'published' OR close_id IS NOT NULL)
);
CREATE INDEX run_company ON core.run (company_id, run_id);

CREATE TABLE core.run_step (
  run_id int4 NOT NULL REFERENCES core.run,
  step int4 NOT NULL,
  name text NOT NULL,
  row_count int8,
  started_at timestamptz NOT NULL,
  finished_at timestamptz NOT NULL,
  PRIMARY KEY (run_id, step)
);

CREATE TABLE core.current_run (
  company_id int4 NOT NULL,
  period_id int4 NOT NULL,
  run_id int4 NOT NULL REFERENCES core.run,
  leaf int4 NOT NULL,
  epoch int8 NOT NULL,
  PRIMARY KEY (company_id, period_id),
  FOREIGN KEY (company_id, period_id) REFERENCES core.period
);
COMMENT ON TABLE core.current_run IS
  'Which run''s figures are the published ones of a period; leaf is 0 once it is closed.';

CREATE TABLE core.audit_chain (
  company_id int4 NOT NULL REFERENCES core.company,
  position int8 NOT NULL,
  kind text NOT NULL CHECK (kind IN ('publish', 'close', 'reopen')),
  run_id int4 REFERENCES core.run,
  entry text NOT NULL,
  previous bytea NOT NULL,
  hash bytea NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (company_id, position),
  CHECK (hash = sha256(previous || convert_to(kind || E'\n' || entry, 'UTF8')))
);
COMMENT ON TABLE core.audit_chain IS
  'One entry per publication, close and reopening; each hash covers the one before.';

CREATE TABLE core.key_map (
  key_id int8 GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  source text NOT NULL,
  stream text NOT NULL,
  key text NOT NULL,
  UNIQUE (source, stream, key)
);
COMMENT ON TABLE core.key_map IS
  'Source keys and the numbers facts carry for them. Rows are only ever added.';

CREATE TABLE core.observation (
  observation_id int8 GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  company_id int4 NOT NULL REFERENCES core.company,
  run_id int4 NOT NULL REFERENCES core.run,
  stream text NOT NULL,
  key text NOT NULL,
  seen_on date NOT NULL,
  cause text NOT NULL CHECK (cause IN ('appeared', 'changed', 'vanished', 'balance')),
  old_row text,
  new_row text,
  UNIQUE (company_id, stream, key, seen_on)
);
COMMENT ON TABLE core.observation IS
  'Rows of closed periods or unremembering sources that appeared, changed or vanished: inputs.';

CREATE TABLE core.account (
  company_id int4 NOT NULL REFERENCES core.company,
  account_id int8 NOT NULL,
  code text NOT NULL,
  name text NOT NULL,
  class text NOT NULL CHECK (class IN ('asset', 'liability', 'equity', 'income', 'expense')),
  normal_side text NOT NULL CHECK (normal_side IN ('debit', 'credit')),
  PRIMARY KEY (company_id, account_id)
);
CREATE TABLE core.item (
  company_id int4 NOT NULL REFERENCES core.company,
  item_id int8 NOT NULL,
  code text NOT NULL,
  name text NOT NULL,
  category text,
  unit text,
  PRIMARY KEY (company_id, item_id)
);
CREATE TABLE core.partner (
  company_id int4 NOT NULL REFERENCES core.company,
  partner_id int8 NOT NULL,
  code text NOT NULL,
  name text NOT NULL,
  partner_group text,
  PRIMARY KEY (company_id, partner_id)
);
CREATE TABLE core.location (
  company_id int4 NOT NULL REFERENCES core.company,
  location_id int8 NOT NULL,
  code text NOT NULL,
  name text NOT NULL,
  PRIMARY KEY (company_id, location_id)
);
