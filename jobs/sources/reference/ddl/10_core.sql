-- The reference ERP, a complete operational system: every shipped stream has a home here.
-- Amounts are numeric in the document's currency, quantities in the item's stock unit; moments are
-- timestamptz; a business day is a date in the company's time zone, set by the application.
CREATE SCHEMA core;
CREATE SCHEMA finance;
CREATE SCHEMA inventory;
CREATE SCHEMA sales;
CREATE SCHEMA procurement;
CREATE SCHEMA manufacturing;
CREATE SCHEMA hr;
CREATE SCHEMA crm;
CREATE SCHEMA pos;
CREATE SCHEMA metadata;
CREATE SCHEMA audit;

CREATE TABLE core.company (
  company_id int PRIMARY KEY,
  code text NOT NULL UNIQUE,
  name text NOT NULL,
  base_currency char(3) NOT NULL,
  country char(2) NOT NULL,
  tax_id text,
  time_zone text NOT NULL,
  fiscal_year_first_month int NOT NULL CHECK (fiscal_year_first_month BETWEEN 1 AND 12)
);
CREATE TABLE core.ownership (
  parent_company_id int NOT NULL REFERENCES core.company,
  child_company_id int NOT NULL REFERENCES core.company,
  share_percent numeric(7,4) NOT NULL CHECK (share_percent > 0 AND share_percent <= 100),
  method text NOT NULL CHECK (method IN ('full', 'equity', 'none')),
  valid_from date NOT NULL,
  valid_until date,
  acquired_on date,
  PRIMARY KEY (parent_company_id, child_company_id, valid_from)
);
CREATE TABLE core.fiscal_period (
  company_id int NOT NULL REFERENCES core.company,
  fiscal_year int NOT NULL,
  period_number int NOT NULL CHECK (period_number BETWEEN 1 AND 13),
  name text NOT NULL,
  first_day date NOT NULL,
  next_first_day date NOT NULL CHECK (next_first_day > first_day),
  status text NOT NULL CHECK (status IN ('open', 'closing', 'closed')),
  closed_on date,
  PRIMARY KEY (company_id, fiscal_year, period_number)
);
CREATE TABLE core.department (
  department_id int PRIMARY KEY,
  company_id int NOT NULL REFERENCES core.company,
  code text NOT NULL,
  name text NOT NULL,
  parent_id int REFERENCES core.department,
  UNIQUE (company_id, code)
);
CREATE TABLE core.business_unit (
  business_unit_id int PRIMARY KEY,
  company_id int NOT NULL REFERENCES core.company,
  code text NOT NULL,
  name text NOT NULL,
  parent_id int REFERENCES core.business_unit,
  is_segment boolean NOT NULL DEFAULT false,
  is_active boolean NOT NULL DEFAULT true,
  UNIQUE (company_id, code)
);
CREATE TABLE core.project (
  project_id int PRIMARY KEY,
  company_id int NOT NULL REFERENCES core.company,
  code text NOT NULL,
  name text NOT NULL,
  partner_id int,
  department_id int REFERENCES core.department,
  starts_on date,
  ends_on date,
  budget_amount numeric(18,2),
  currency char(3),
  is_active boolean NOT NULL DEFAULT true,
  UNIQUE (company_id, code)
);
CREATE TABLE core.currency_rate (
  from_currency char(3) NOT NULL,
  to_currency char(3) NOT NULL,
  rate_date date NOT NULL,
  kind text NOT NULL CHECK (kind IN ('spot', 'closing', 'average', 'historical')),
  rate numeric(18,9) NOT NULL CHECK (rate > 0),
  per_units int NOT NULL DEFAULT 1 CHECK (per_units > 0),
  PRIMARY KEY (from_currency, to_currency, kind, rate_date)
);
CREATE TABLE core.unit (
  unit_code text PRIMARY KEY,
  name text NOT NULL,
  base_unit text REFERENCES core.unit,
  factor numeric(18,6) NOT NULL DEFAULT 1 CHECK (factor > 0),
  decimals int NOT NULL DEFAULT 0 CHECK (decimals BETWEEN 0 AND 6)
);
CREATE TABLE core.payment_terms (
  payment_terms_id int PRIMARY KEY,
  name text NOT NULL,
  due_days int NOT NULL,
  discount_days int,
  discount_percent numeric(5,2),
  instalments jsonb
);
CREATE TABLE core.payment_method (
  payment_method text PRIMARY KEY,
  name text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('cash', 'transfer', 'card', 'cheque', 'direct_debit', 'wallet', 'stored_value', 'offset')),
  clearing_account_code text,
  settlement_days int,
  fee_percent numeric(5,3) NOT NULL DEFAULT 0,
  fee_account_code text
);
CREATE TABLE core.tax_code (
  tax_code text PRIMARY KEY,
  name text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('output', 'input', 'import', 'reverse_charge', 'withholding', 'sales')),
  rate_percent numeric(7,4) NOT NULL,
  recoverable_percent numeric(7,4) NOT NULL DEFAULT 100,
  country char(2) NOT NULL,
  valid_from date NOT NULL,
  valid_until date,
  is_included boolean NOT NULL DEFAULT false,
  account_code text,
  return_box text
);
CREATE TABLE core.partner (
  partner_id int PRIMARY KEY,
  company_id int NOT NULL REFERENCES core.company,
  kind text NOT NULL CHECK (kind IN ('customer', 'supplier', 'both', 'employee', 'company')),
  number text NOT NULL,
  name text NOT NULL,
  partner_group text,
  country char(2),
  currency char(3),
  payment_terms_id int REFERENCES core.payment_terms,
  credit_limit numeric(18,2),
  tax_id text,
  is_active boolean NOT NULL DEFAULT true,
  UNIQUE (company_id, number)
);
CREATE TABLE core.intercompany_partner (
  company_id int NOT NULL REFERENCES core.company,
  partner_id int NOT NULL REFERENCES core.partner,
  other_company_id int NOT NULL REFERENCES core.company,
  account_code text,
  PRIMARY KEY (company_id, partner_id)
);
CREATE TABLE core.location (
  location_id int PRIMARY KEY,
  company_id int NOT NULL REFERENCES core.company,
  code text NOT NULL,
  name text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('warehouse', 'store', 'production', 'transit', 'virtual', 'consignment', 'drop_ship')),
  parent_id int REFERENCES core.location,
  UNIQUE (company_id, code)
);
CREATE TABLE core.item (
  item_id int PRIMARY KEY,
  company_id int NOT NULL REFERENCES core.company,
  number text NOT NULL,
  name text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('stock', 'service', 'kit', 'charge', 'asset')),
  category text NOT NULL,
  unit_code text NOT NULL REFERENCES core.unit,
  costing_method text CHECK (costing_method IN ('fifo', 'lifo', 'hifo', 'moving_average', 'periodic_average', 'standard', 'specific')),
  is_made boolean NOT NULL DEFAULT false,
  list_price numeric(18,4),
  tax_code text REFERENCES core.tax_code,
  is_active boolean NOT NULL DEFAULT true,
  UNIQUE (company_id, number)
);
CREATE TABLE core.item_cost (
  item_id int NOT NULL REFERENCES core.item,
  kind text NOT NULL CHECK (kind IN ('standard', 'last', 'list')),
  valid_from date NOT NULL,
  unit_cost numeric(18,6) NOT NULL CHECK (unit_cost >= 0),
  currency char(3) NOT NULL,
  PRIMARY KEY (item_id, kind, valid_from)
);
CREATE TABLE core.supplier_item (
  item_id int NOT NULL REFERENCES core.item,
  partner_id int NOT NULL REFERENCES core.partner,
  supplier_number text,
  unit_price numeric(18,6),
  currency char(3),
  lead_time_days int,
  minimum_quantity numeric(18,6),
  maximum_quantity numeric(18,6),
  multiple_quantity numeric(18,6),
  last_unit_price numeric(18,6),
  last_received_on date,
  is_preferred boolean NOT NULL DEFAULT false,
  PRIMARY KEY (item_id, partner_id)
);
CREATE TABLE core.reorder_policy (
  reorder_policy_id int PRIMARY KEY,
  item_id int NOT NULL REFERENCES core.item,
  location_id int REFERENCES core.location,
  policy text NOT NULL CHECK (policy IN ('reorder_point', 'min_max', 'lot_for_lot', 'periodic_review', 'demand_driven')),
  reorder_point numeric(18,6),
  reorder_quantity numeric(18,6),
  safety_stock numeric(18,6),
  minimum_quantity numeric(18,6),
  maximum_quantity numeric(18,6),
  multiple_quantity numeric(18,6),
  lead_time_days int
);
CREATE TABLE core.lot (
  lot_id int PRIMARY KEY,
  item_id int NOT NULL REFERENCES core.item,
  number text NOT NULL,
  supplier_number text,
  made_on date,
  expires_on date,
  is_serial boolean NOT NULL DEFAULT false,
  is_blocked boolean NOT NULL DEFAULT false,
  UNIQUE (item_id, number)
);
