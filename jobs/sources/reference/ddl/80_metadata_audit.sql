CREATE TABLE metadata.dimension (
  dimension_code text PRIMARY KEY,
  name text NOT NULL
);
CREATE TABLE metadata.item_attribute (
  item_id int NOT NULL REFERENCES core.item,
  attribute text NOT NULL,
  value text NOT NULL,
  PRIMARY KEY (item_id, attribute)
);
CREATE TABLE metadata.account_mapping (
  company_id int NOT NULL REFERENCES core.company,
  role text NOT NULL,
  category text,
  account_code text NOT NULL,
  UNIQUE (company_id, role, category)
);
CREATE TABLE metadata.document_number (
  company_id int NOT NULL REFERENCES core.company,
  series text NOT NULL,
  document_stream text NOT NULL,
  number text NOT NULL,
  document_id int NOT NULL,
  issued_on date NOT NULL,
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
  action text NOT NULL CHECK (action IN ('insert', 'update', 'delete')),
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
  actor text
);
CREATE TABLE audit.approval (
  approval_id bigint PRIMARY KEY,
  company_id int NOT NULL REFERENCES core.company,
  document_stream text NOT NULL,
  document_id int NOT NULL,
  requested_by text NOT NULL,
  approved_by text,
  role text NOT NULL,
  limit_amount numeric(18,2),
  decided_at timestamptz,
  decision text CHECK (decision IN ('approved', 'rejected'))
);
