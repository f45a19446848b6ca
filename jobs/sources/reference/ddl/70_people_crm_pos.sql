CREATE TABLE hr.employee (
  employee_id int PRIMARY KEY,
  company_id int NOT NULL REFERENCES core.company,
  number text NOT NULL,
  name text NOT NULL,
  job_title text NOT NULL,
  department_id int REFERENCES core.department,
  hired_on date NOT NULL,
  left_on date,
  monthly_salary numeric(18,2),
  hourly_rate numeric(18,4),
  UNIQUE (company_id, number)
);
CREATE TABLE hr.pay_slip (
  pay_slip_id int PRIMARY KEY,
  company_id int NOT NULL REFERENCES core.company,
  number text NOT NULL,
  employee_id int NOT NULL REFERENCES hr.employee,
  department_id int REFERENCES core.department,
  project_id int REFERENCES core.project,
  period_start date NOT NULL,
  period_end date NOT NULL CHECK (period_end >= period_start),
  posting_date date NOT NULL,
  currency char(3) NOT NULL,
  exchange_rate numeric(18,9),
  gross_amount numeric(18,2) NOT NULL,
  net_amount numeric(18,2) NOT NULL,
  employer_amount numeric(18,2) NOT NULL,
  paid_on date,
  cash_account_id int REFERENCES finance.cash_account,
  reversed_pay_slip_id int REFERENCES hr.pay_slip,
  created_at timestamptz NOT NULL,
  UNIQUE (company_id, number)
);
CREATE TABLE hr.pay_slip_line (
  pay_slip_line_id int PRIMARY KEY,
  pay_slip_id int NOT NULL REFERENCES hr.pay_slip,
  kind text NOT NULL CHECK (kind IN ('earning', 'benefit', 'tax', 'employee_contribution', 'employer_contribution', 'deduction', 'advance', 'loan', 'garnishment', 'reimbursement')),
  code text NOT NULL,
  description text,
  amount numeric(18,2) NOT NULL CHECK (amount >= 0),
  hours numeric(12,4),
  account_code text
);
CREATE TABLE hr.employee_balance (
  employee_id int NOT NULL REFERENCES hr.employee,
  kind text NOT NULL,
  as_of date NOT NULL,
  quantity numeric(12,4),
  amount numeric(18,2),
  PRIMARY KEY (employee_id, kind, as_of)
);
CREATE TABLE hr.attendance (
  attendance_id int PRIMARY KEY,
  employee_id int NOT NULL REFERENCES hr.employee,
  work_date date NOT NULL,
  hours numeric(6,2) NOT NULL
);
CREATE TABLE hr.leave (
  leave_id int PRIMARY KEY,
  employee_id int NOT NULL REFERENCES hr.employee,
  kind text NOT NULL,
  first_day date NOT NULL,
  last_day date NOT NULL,
  days numeric(6,2) NOT NULL,
  status text NOT NULL CHECK (status IN ('requested', 'approved', 'rejected', 'cancelled')),
  approved_by int REFERENCES hr.employee
);
CREATE TABLE hr.recruitment (
  recruitment_id int PRIMARY KEY,
  company_id int NOT NULL REFERENCES core.company,
  department_id int REFERENCES core.department,
  job_title text NOT NULL,
  opened_on date NOT NULL,
  filled_on date,
  applicants int NOT NULL DEFAULT 0
);
CREATE TABLE hr.training (
  training_id int PRIMARY KEY,
  employee_id int NOT NULL REFERENCES hr.employee,
  title text NOT NULL,
  held_on date NOT NULL,
  cost_amount numeric(18,2) NOT NULL
);
CREATE TABLE hr.appraisal (
  appraisal_id int PRIMARY KEY,
  employee_id int NOT NULL REFERENCES hr.employee,
  held_on date NOT NULL,
  score numeric(5,2) NOT NULL
);
CREATE TABLE crm.campaign (
  campaign_id int PRIMARY KEY,
  company_id int NOT NULL REFERENCES core.company,
  name text NOT NULL,
  channel text NOT NULL,
  first_day date NOT NULL,
  last_day date NOT NULL,
  budget_amount numeric(18,2) NOT NULL,
  spent_amount numeric(18,2) NOT NULL
);
CREATE TABLE crm.lead (
  lead_id int PRIMARY KEY,
  company_id int NOT NULL REFERENCES core.company,
  campaign_id int REFERENCES crm.campaign,
  name text NOT NULL,
  status text NOT NULL CHECK (status IN ('new', 'contacted', 'qualified', 'lost', 'converted')),
  created_at timestamptz NOT NULL
);
CREATE TABLE crm.opportunity (
  opportunity_id int PRIMARY KEY,
  company_id int NOT NULL REFERENCES core.company,
  lead_id int REFERENCES crm.lead,
  partner_id int REFERENCES core.partner,
  stage text NOT NULL,
  probability_percent numeric(5,2) NOT NULL,
  expected_on date,
  amount numeric(18,2) NOT NULL,
  created_at timestamptz NOT NULL
);
CREATE TABLE crm.cart (
  cart_id int PRIMARY KEY,
  company_id int NOT NULL REFERENCES core.company,
  started_at timestamptz NOT NULL,
  status text NOT NULL CHECK (status IN ('open', 'ordered', 'abandoned')),
  amount numeric(18,2) NOT NULL,
  sales_order_id int REFERENCES sales.sales_order
);
CREATE TABLE pos.session (
  session_id int PRIMARY KEY,
  company_id int NOT NULL REFERENCES core.company,
  location_id int NOT NULL REFERENCES core.location,
  number text NOT NULL,
  posting_date date NOT NULL,
  opened_at timestamptz NOT NULL,
  closed_at timestamptz,
  currency char(3) NOT NULL,
  opening_cash numeric(18,2) NOT NULL,
  expected_cash numeric(18,2) NOT NULL,
  counted_cash numeric(18,2),
  sales_amount numeric(18,2),
  deposited_amount numeric(18,2),
  cashier text,
  cash_account_id int REFERENCES finance.cash_account,
  created_at timestamptz NOT NULL,
  UNIQUE (company_id, number)
);
CREATE TABLE pos.stored_value (
  stored_value_id int PRIMARY KEY,
  company_id int NOT NULL REFERENCES core.company,
  number text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('gift_card', 'voucher', 'loyalty', 'customer_credit')),
  event text NOT NULL CHECK (event IN ('issue', 'top_up', 'redeem', 'refund', 'expire', 'adjust')),
  event_date date NOT NULL,
  currency char(3) NOT NULL,
  amount numeric(18,2) NOT NULL,
  points numeric(18,6),
  expires_on date,
  document_stream text,
  document_id int,
  partner_id int REFERENCES core.partner,
  created_at timestamptz NOT NULL
);
