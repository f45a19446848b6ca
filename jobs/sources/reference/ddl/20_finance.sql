CREATE TABLE finance.account (
  company_id int NOT NULL REFERENCES core.company,
  account_code text NOT NULL,
  name text NOT NULL,
  account_type text NOT NULL CHECK (account_type IN ('asset', 'liability', 'equity', 'income', 'expense')),
  parent_code text,
  control text CHECK (control IN ('receivable', 'payable', 'inventory', 'grni', 'bank', 'tax', 'customer_advance', 'supplier_advance')),
  is_monetary boolean NOT NULL DEFAULT false,
  PRIMARY KEY (company_id, account_code)
);
CREATE TABLE finance.cash_account (
  cash_account_id int PRIMARY KEY,
  company_id int NOT NULL REFERENCES core.company,
  name text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('bank', 'cash', 'clearing')),
  currency char(3) NOT NULL,
  account_code text
);
CREATE TABLE finance.opening_balance (
  company_id int NOT NULL REFERENCES core.company,
  account_code text NOT NULL,
  currency char(3) NOT NULL,
  amount numeric(18,4) NOT NULL,
  base_amount numeric(18,4),
  department_id int REFERENCES core.department,
  PRIMARY KEY (company_id, account_code, currency)
);
CREATE TABLE finance.opening_item (
  opening_item_id int PRIMARY KEY,
  company_id int NOT NULL REFERENCES core.company,
  side text NOT NULL CHECK (side IN ('receivable', 'payable')),
  partner_id int NOT NULL REFERENCES core.partner,
  document_number text NOT NULL,
  document_date date NOT NULL,
  due_date date NOT NULL,
  currency char(3) NOT NULL,
  amount numeric(18,4) NOT NULL,
  base_amount numeric(18,4)
);
CREATE TABLE finance.payment (
  payment_id int PRIMARY KEY,
  company_id int NOT NULL REFERENCES core.company,
  number text NOT NULL,
  direction text NOT NULL CHECK (direction IN ('in', 'out')),
  partner_id int REFERENCES core.partner,
  partner_role text NOT NULL CHECK (partner_role IN ('customer', 'supplier', 'employee', 'other')),
  payment_method text REFERENCES core.payment_method,
  cash_account_id int REFERENCES finance.cash_account,
  document_date date NOT NULL,
  posting_date date NOT NULL,
  currency char(3) NOT NULL,
  exchange_rate numeric(18,9),
  amount numeric(18,4) NOT NULL,
  fee_amount numeric(18,4),
  is_advance boolean NOT NULL DEFAULT false,
  reversed_payment_id int REFERENCES finance.payment,
  created_at timestamptz NOT NULL,
  UNIQUE (company_id, number)
);
CREATE TABLE finance.application (
  application_id int PRIMARY KEY,
  company_id int NOT NULL REFERENCES core.company,
  applied_on date NOT NULL,
  kind text NOT NULL CHECK (kind IN ('payment', 'advance', 'credit_note', 'contra', 'early_discount', 'withholding', 'write_off', 'bank_charge', 'cash_rounding', 'stored_value')),
  from_stream text NOT NULL CHECK (from_stream IN ('payments', 'credit_notes', 'debit_notes', 'opening_items', 'none')),
  from_id int,
  to_stream text NOT NULL CHECK (to_stream IN ('sales_invoices', 'purchase_bills', 'opening_items', 'credit_notes', 'debit_notes', 'payments')),
  to_id int NOT NULL,
  amount numeric(18,4) NOT NULL CHECK (amount > 0),
  CHECK ((from_stream = 'none') = (from_id IS NULL)),
  created_at timestamptz NOT NULL
);
CREATE TABLE finance.cash_transaction (
  cash_transaction_id int PRIMARY KEY,
  company_id int NOT NULL REFERENCES core.company,
  cash_account_id int NOT NULL REFERENCES finance.cash_account,
  transaction_date date NOT NULL,
  number text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('transfer', 'bank_charge', 'interest_received', 'interest_paid', 'loan_drawing', 'loan_repayment', 'capital', 'drawing', 'tax_payment', 'exchange', 'other')),
  description text,
  exchange_rate numeric(18,9),
  amount numeric(18,4) NOT NULL,
  other_cash_account_id int REFERENCES finance.cash_account,
  other_amount numeric(18,4),
  fee_amount numeric(18,4),
  counter_account text,
  partner_id int REFERENCES core.partner,
  loan_id int,
  reversed_cash_transaction_id int REFERENCES finance.cash_transaction,
  created_at timestamptz NOT NULL,
  UNIQUE (company_id, number)
);
CREATE TABLE finance.bank_statement_line (
  bank_statement_line_id int PRIMARY KEY,
  cash_account_id int NOT NULL REFERENCES finance.cash_account,
  statement_number text,
  booked_on date NOT NULL,
  value_date date,
  amount numeric(18,4) NOT NULL,
  balance_after numeric(18,4),
  reference text,
  counterparty text,
  description text,
  payment_id int REFERENCES finance.payment,
  cash_transaction_id int REFERENCES finance.cash_transaction,
  created_at timestamptz NOT NULL
);
CREATE TABLE finance.tax_line (
  tax_line_id int PRIMARY KEY,
  company_id int NOT NULL REFERENCES core.company,
  document_stream text NOT NULL,
  document_id int NOT NULL,
  document_line_id int,
  tax_code text NOT NULL REFERENCES core.tax_code,
  kind text NOT NULL CHECK (kind IN ('output', 'input', 'import', 'reverse_charge_output', 'reverse_charge_input', 'withholding', 'sales')),
  posting_date date NOT NULL,
  tax_point date NOT NULL,
  base_amount numeric(18,4) NOT NULL,
  tax_amount numeric(18,4) NOT NULL,
  recoverable_amount numeric(18,4),
  currency char(3) NOT NULL,
  tax_return_id int,
  created_at timestamptz NOT NULL
);
CREATE TABLE finance.tax_return (
  tax_return_id int PRIMARY KEY,
  company_id int NOT NULL REFERENCES core.company,
  kind text NOT NULL,
  first_day date NOT NULL,
  next_first_day date NOT NULL CHECK (next_first_day > first_day),
  status text NOT NULL CHECK (status IN ('open', 'filed', 'paid', 'amended')),
  filed_on date,
  due_on date,
  currency char(3) NOT NULL,
  output_amount numeric(18,2),
  input_amount numeric(18,2),
  payable_amount numeric(18,2),
  created_at timestamptz NOT NULL
);
CREATE TABLE finance.loan (
  loan_id int PRIMARY KEY,
  company_id int NOT NULL REFERENCES core.company,
  partner_id int REFERENCES core.partner,
  number text NOT NULL,
  side text NOT NULL CHECK (side IN ('taken', 'given')),
  drawn_on date NOT NULL,
  matures_on date NOT NULL,
  currency char(3) NOT NULL,
  principal numeric(18,2) NOT NULL,
  rate_percent numeric(7,4) NOT NULL,
  interest_basis text NOT NULL CHECK (interest_basis IN ('actual_365', 'actual_360', 'thirty_360')),
  repayment text NOT NULL CHECK (repayment IN ('bullet', 'linear', 'annuity', 'free')),
  payments_per_year int,
  instalment_amount numeric(18,2),
  account_code text
);
CREATE TABLE finance.journal (
  journal_id int PRIMARY KEY,
  company_id int NOT NULL REFERENCES core.company,
  number text NOT NULL,
  journal text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('sales', 'sales_credit', 'purchase', 'purchase_credit', 'payment', 'inventory', 'cost_of_sales', 'payroll', 'depreciation', 'tax', 'opening', 'closing', 'adjustment', 'manual', 'reversal', 'other')),
  is_manual boolean NOT NULL,
  document_date date NOT NULL,
  posting_date date NOT NULL,
  currency char(3) NOT NULL,
  exchange_rate numeric(18,9),
  description text NOT NULL,
  prepared_by text,
  approved_by text,
  reversed_journal_id int REFERENCES finance.journal,
  status text NOT NULL CHECK (status IN ('draft', 'posted', 'reversed')),
  created_at timestamptz NOT NULL,
  UNIQUE (company_id, number)
);
CREATE TABLE finance.journal_line (
  journal_id int NOT NULL REFERENCES finance.journal,
  line_number int NOT NULL,
  account_code text NOT NULL,
  debit numeric(18,4) NOT NULL DEFAULT 0 CHECK (debit >= 0),
  credit numeric(18,4) NOT NULL DEFAULT 0 CHECK (credit >= 0),
  description text,
  partner_id int REFERENCES core.partner,
  department_id int REFERENCES core.department,
  project_id int REFERENCES core.project,
  PRIMARY KEY (journal_id, line_number)
);
CREATE TABLE finance.budget (
  company_id int NOT NULL REFERENCES core.company,
  scenario text NOT NULL,
  account_code text NOT NULL,
  period_start date NOT NULL,
  department_id int REFERENCES core.department,
  amount numeric(18,2) NOT NULL,
  UNIQUE (company_id, scenario, account_code, period_start, department_id)
);
CREATE TABLE finance.schedule (
  schedule_id int PRIMARY KEY,
  company_id int NOT NULL REFERENCES core.company,
  kind text NOT NULL CHECK (kind IN ('prepaid_expense', 'deferred_revenue', 'accrued_expense', 'accrued_revenue')),
  number text NOT NULL,
  first_day date NOT NULL,
  last_day date NOT NULL CHECK (last_day >= first_day),
  method text NOT NULL CHECK (method IN ('straight_line_days', 'straight_line_periods', 'stated')),
  currency char(3) NOT NULL,
  amount numeric(18,2) NOT NULL,
  stated_amounts jsonb,
  balance_account_code text NOT NULL,
  result_account_code text NOT NULL,
  document_stream text,
  document_id int,
  document_line_id int,
  ended_on date,
  department_id int REFERENCES core.department,
  project_id int REFERENCES core.project
);
CREATE TABLE finance.fixed_asset (
  fixed_asset_id int PRIMARY KEY,
  company_id int NOT NULL REFERENCES core.company,
  number text NOT NULL,
  name text NOT NULL,
  category text NOT NULL,
  acquired_on date NOT NULL,
  in_service_on date NOT NULL,
  currency char(3) NOT NULL,
  cost numeric(18,2) NOT NULL,
  residual_value numeric(18,2) NOT NULL DEFAULT 0,
  method text NOT NULL CHECK (method IN ('straight_line', 'declining_balance', 'units_of_production', 'none')),
  life_months int CHECK (life_months > 0),
  rate_percent numeric(7,4),
  total_units numeric(18,6),
  opening_depreciation numeric(18,2),
  location_id int REFERENCES core.location,
  department_id int REFERENCES core.department,
  bill_id int,
  disposed_on date,
  UNIQUE (company_id, number)
);
CREATE TABLE finance.asset_event (
  asset_event_id int PRIMARY KEY,
  fixed_asset_id int NOT NULL REFERENCES finance.fixed_asset,
  kind text NOT NULL CHECK (kind IN ('acquisition', 'addition', 'depreciation', 'impairment', 'impairment_reversal', 'revaluation', 'transfer', 'disposal')),
  event_date date NOT NULL,
  amount numeric(18,2) NOT NULL,
  proceeds numeric(18,2),
  units numeric(18,6),
  to_location_id int REFERENCES core.location,
  to_department_id int REFERENCES core.department,
  document_stream text,
  document_id int,
  created_at timestamptz NOT NULL
);
