-- From requisition to supplier return, and staff expenses.
CREATE TABLE procurement.requisition (
  requisition_id int PRIMARY KEY,
  company_id int NOT NULL REFERENCES core.company,
  number text NOT NULL,
  document_date date NOT NULL,
  posting_date date NOT NULL,
  currency char(3) NOT NULL,
  status text NOT NULL CHECK (status IN ('draft', 'requested', 'approved', 'ordered', 'rejected', 'cancelled')),
  requested_by text,
  approved_by text,
  department_id int REFERENCES core.department,
  needed_on date,
  created_at timestamptz NOT NULL,
  UNIQUE (company_id, number)
);
CREATE TABLE procurement.requisition_line (
  requisition_line_id int PRIMARY KEY,
  requisition_id int NOT NULL REFERENCES procurement.requisition,
  line_number int NOT NULL,
  item_id int REFERENCES core.item,
  description text,
  location_id int REFERENCES core.location,
  quantity numeric(18,6) NOT NULL,
  ordered_quantity numeric(18,6) NOT NULL DEFAULT 0,
  unit_price numeric(18,6),
  partner_id int REFERENCES core.partner,
  purchase_order_line_id int,
  project_id int REFERENCES core.project,
  UNIQUE (requisition_id, line_number)
);
CREATE TABLE procurement.purchase_order (
  purchase_order_id int PRIMARY KEY,
  company_id int NOT NULL REFERENCES core.company,
  number text NOT NULL,
  document_date date NOT NULL,
  posting_date date NOT NULL,
  partner_id int NOT NULL REFERENCES core.partner,
  currency char(3) NOT NULL,
  exchange_rate numeric(18,9),
  requisition_id int REFERENCES procurement.requisition,
  status text NOT NULL CHECK (status IN ('draft', 'requested', 'approved', 'partially_received', 'received', 'cancelled', 'rejected')),
  expected_on date,
  total numeric(18,4),
  created_at timestamptz NOT NULL,
  UNIQUE (company_id, number)
);
CREATE TABLE procurement.purchase_order_line (
  purchase_order_line_id int PRIMARY KEY,
  purchase_order_id int NOT NULL REFERENCES procurement.purchase_order,
  line_number int NOT NULL,
  line_kind text NOT NULL CHECK (line_kind IN ('stock', 'service', 'expense', 'asset', 'charge', 'advance', 'deposit', 'discount', 'stored_value', 'kit')),
  item_id int REFERENCES core.item,
  location_id int REFERENCES core.location,
  quantity numeric(18,6) NOT NULL,
  received_quantity numeric(18,6) NOT NULL DEFAULT 0,
  rejected_quantity numeric(18,6) NOT NULL DEFAULT 0,
  unit_price numeric(18,6),
  net_amount numeric(18,4) NOT NULL,
  expected_on date,
  UNIQUE (purchase_order_id, line_number)
);
CREATE TABLE procurement.acknowledgement (
  acknowledgement_id int PRIMARY KEY,
  purchase_order_id int NOT NULL REFERENCES procurement.purchase_order,
  purchase_order_line_id int REFERENCES procurement.purchase_order_line,
  number text,
  acknowledged_on date NOT NULL,
  status text NOT NULL CHECK (status IN ('accepted', 'changed', 'rejected')),
  quantity numeric(18,6),
  unit_price numeric(18,6),
  promised_on date,
  created_at timestamptz NOT NULL
);
CREATE TABLE procurement.receipt (
  receipt_id int PRIMARY KEY,
  company_id int NOT NULL REFERENCES core.company,
  number text NOT NULL,
  document_date date NOT NULL,
  posting_date date NOT NULL,
  partner_id int NOT NULL REFERENCES core.partner,
  currency char(3) NOT NULL,
  exchange_rate numeric(18,9),
  purchase_order_id int REFERENCES procurement.purchase_order,
  created_at timestamptz NOT NULL,
  UNIQUE (company_id, number)
);
CREATE TABLE procurement.receipt_line (
  receipt_line_id int PRIMARY KEY,
  receipt_id int NOT NULL REFERENCES procurement.receipt,
  line_number int NOT NULL,
  purchase_order_line_id int REFERENCES procurement.purchase_order_line,
  item_id int NOT NULL REFERENCES core.item,
  quantity numeric(18,6) NOT NULL,
  rejected_quantity numeric(18,6) NOT NULL DEFAULT 0,
  net_amount numeric(18,4),
  UNIQUE (receipt_id, line_number)
);
CREATE TABLE procurement.bill (
  bill_id int PRIMARY KEY,
  company_id int NOT NULL REFERENCES core.company,
  number text NOT NULL,
  document_date date NOT NULL,
  posting_date date NOT NULL,
  partner_id int NOT NULL REFERENCES core.partner,
  currency char(3) NOT NULL,
  exchange_rate numeric(18,9),
  purchase_order_id int REFERENCES procurement.purchase_order,
  supplier_number text,
  due_date date,
  payment_terms_id int REFERENCES core.payment_terms,
  total numeric(18,4) NOT NULL,
  tax_total numeric(18,4),
  reversed_bill_id int REFERENCES procurement.bill,
  created_at timestamptz NOT NULL,
  UNIQUE (company_id, number)
);
CREATE TABLE procurement.bill_line (
  bill_line_id int PRIMARY KEY,
  bill_id int NOT NULL REFERENCES procurement.bill,
  line_number int NOT NULL,
  line_kind text NOT NULL CHECK (line_kind IN ('stock', 'service', 'expense', 'asset', 'charge', 'advance', 'deposit', 'discount', 'stored_value', 'kit')),
  item_id int REFERENCES core.item,
  purchase_order_line_id int REFERENCES procurement.purchase_order_line,
  receipt_line_id int REFERENCES procurement.receipt_line,
  description text,
  quantity numeric(18,6),
  net_amount numeric(18,4) NOT NULL,
  tax_code text REFERENCES core.tax_code,
  tax_amount numeric(18,4),
  recoverable_tax_amount numeric(18,4),
  account_code text,
  department_id int REFERENCES core.department,
  project_id int REFERENCES core.project,
  UNIQUE (bill_id, line_number)
);
CREATE TABLE procurement.debit_note (
  debit_note_id int PRIMARY KEY,
  company_id int NOT NULL REFERENCES core.company,
  number text NOT NULL,
  document_date date NOT NULL,
  posting_date date NOT NULL,
  partner_id int NOT NULL REFERENCES core.partner,
  currency char(3) NOT NULL,
  exchange_rate numeric(18,9),
  bill_id int REFERENCES procurement.bill,
  total numeric(18,4) NOT NULL,
  tax_total numeric(18,4),
  created_at timestamptz NOT NULL,
  UNIQUE (company_id, number)
);
CREATE TABLE procurement.debit_note_line (
  debit_note_line_id int PRIMARY KEY,
  debit_note_id int NOT NULL REFERENCES procurement.debit_note,
  line_number int NOT NULL,
  line_kind text NOT NULL CHECK (line_kind IN ('stock', 'service', 'expense', 'asset', 'charge', 'advance', 'deposit', 'discount', 'stored_value', 'kit')),
  item_id int REFERENCES core.item,
  bill_line_id int REFERENCES procurement.bill_line,
  description text,
  quantity numeric(18,6),
  net_amount numeric(18,4) NOT NULL,
  tax_code text REFERENCES core.tax_code,
  tax_amount numeric(18,4),
  account_code text,
  department_id int REFERENCES core.department,
  project_id int REFERENCES core.project,
  UNIQUE (debit_note_id, line_number)
);
CREATE TABLE procurement.supplier_return (
  supplier_return_id int PRIMARY KEY,
  company_id int NOT NULL REFERENCES core.company,
  number text NOT NULL,
  document_date date NOT NULL,
  posting_date date NOT NULL,
  partner_id int NOT NULL REFERENCES core.partner,
  receipt_id int REFERENCES procurement.receipt,
  debit_note_id int REFERENCES procurement.debit_note,
  status text NOT NULL CHECK (status IN ('requested', 'approved', 'shipped', 'credited', 'cancelled')),
  reason text,
  created_at timestamptz NOT NULL,
  UNIQUE (company_id, number)
);
CREATE TABLE procurement.supplier_return_line (
  supplier_return_line_id int PRIMARY KEY,
  supplier_return_id int NOT NULL REFERENCES procurement.supplier_return,
  line_number int NOT NULL,
  receipt_line_id int REFERENCES procurement.receipt_line,
  item_id int NOT NULL REFERENCES core.item,
  lot_id int REFERENCES core.lot,
  quantity numeric(18,6) NOT NULL CHECK (quantity > 0),
  net_amount numeric(18,4),
  currency char(3),
  UNIQUE (supplier_return_id, line_number)
);
CREATE TABLE procurement.expense_claim (
  expense_claim_id int PRIMARY KEY,
  company_id int NOT NULL REFERENCES core.company,
  number text NOT NULL,
  document_date date NOT NULL,
  posting_date date NOT NULL,
  currency char(3) NOT NULL,
  exchange_rate numeric(18,9),
  employee_id int,
  partner_id int REFERENCES core.partner,
  paid_by text NOT NULL CHECK (paid_by IN ('employee', 'company', 'advance')),
  cash_account_id int REFERENCES finance.cash_account,
  status text NOT NULL CHECK (status IN ('submitted', 'approved', 'reimbursed', 'rejected')),
  approved_by text,
  total numeric(18,4) NOT NULL,
  tax_total numeric(18,4),
  created_at timestamptz NOT NULL,
  UNIQUE (company_id, number)
);
CREATE TABLE procurement.expense_claim_line (
  expense_claim_line_id int PRIMARY KEY,
  expense_claim_id int NOT NULL REFERENCES procurement.expense_claim,
  line_number int NOT NULL,
  category text NOT NULL,
  description text,
  net_amount numeric(18,4) NOT NULL,
  tax_code text REFERENCES core.tax_code,
  tax_amount numeric(18,4),
  recoverable_tax_amount numeric(18,4),
  account_code text,
  department_id int REFERENCES core.department,
  project_id int REFERENCES core.project,
  UNIQUE (expense_claim_id, line_number)
);
