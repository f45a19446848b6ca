CREATE TABLE metadata.dimension (
  company_id int NOT NULL REFERENCES core.company,
  dimension text NOT NULL,
  value_code text NOT NULL,
  name text NOT NULL,
  parent_code text,
  is_active boolean NOT NULL DEFAULT true,
  PRIMARY KEY (company_id, dimension, value_code)
);
CREATE TABLE metadata.item_attribute (
  item_id int NOT NULL REFERENCES core.item,
  attribute text NOT NULL,
  value text NOT NULL,
  unit text,
  PRIMARY KEY (item_id, attribute)
);
CREATE TABLE metadata.account_mapping (
  company_id int NOT NULL REFERENCES core.company,
  source_account text NOT NULL,
  account_code text NOT NULL,
  sign_reversed boolean NOT NULL DEFAULT false,
  valid_from date,
  valid_until date,
  note text,
  PRIMARY KEY (company_id, source_account)
);
CREATE TABLE metadata.document_number (
  company_id int NOT NULL REFERENCES core.company,
  series text NOT NULL,
  number int NOT NULL,
  document_number text NOT NULL,
  issued_on date NOT NULL,
  document_stream text,
  document_id int,
  is_void boolean NOT NULL DEFAULT false,
  PRIMARY KEY (company_id, series, number)
);
CREATE TABLE metadata.control_total (
  company_id int NOT NULL REFERENCES core.company,
  name text NOT NULL,
  as_of date NOT NULL,
  scope_id int,
  quantity numeric(18,6),
  amount numeric(18,4)
);
CREATE TABLE audit.event (
  event_id bigint PRIMARY KEY,
  company_id int NOT NULL REFERENCES core.company,
  occurred_at timestamptz NOT NULL,
  actor text NOT NULL,
  action text NOT NULL CHECK (action IN ('insert', 'update', 'delete', 'login', 'export', 'other')),
  document_stream text,
  document_id int,
  table_name text NOT NULL,
  row_key text NOT NULL,
  old_values jsonb,
  new_values jsonb
);
CREATE TABLE audit.workflow_transition (
  transition_id bigint PRIMARY KEY,
  company_id int NOT NULL REFERENCES core.company,
  document_stream text NOT NULL,
  document_id int NOT NULL,
  from_status text,
  to_status text NOT NULL,
  occurred_at timestamptz NOT NULL,
  actor text,
  role text,
  reason text
);
CREATE TABLE audit.approval (
  approval_id bigint PRIMARY KEY,
  company_id int NOT NULL REFERENCES core.company,
  document_stream text NOT NULL,
  document_id int NOT NULL,
  decision text NOT NULL CHECK (decision IN ('requested', 'approved', 'rejected', 'withdrawn')),
  decided_at timestamptz NOT NULL,
  actor text NOT NULL,
  role text,
  level int,
  currency char(3),
  amount numeric(18,2),
  requested_by text,
  comment text
);
