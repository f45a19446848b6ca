-- From quote to return. A line's key is its own id; line_number is what people read.
CREATE TABLE sales.quote (
  quote_id int PRIMARY KEY,
  company_id int NOT NULL REFERENCES core.company,
  number text NOT NULL,
  document_date date NOT NULL,
  posting_date date NOT NULL,
  partner_id int NOT NULL REFERENCES core.partner,
  currency char(3) NOT NULL,
  exchange_rate numeric(18,9),
  status text NOT NULL CHECK (status IN ('draft', 'sent', 'accepted', 'superseded', 'expired', 'rejected')),
  valid_until date,
  superseded_by int REFERENCES sales.quote,
  total numeric(18,4),
  created_at timestamptz NOT NULL,
  UNIQUE (company_id, number)
);
CREATE TABLE sales.quote_line (
  quote_line_id int PRIMARY KEY,
  quote_id int NOT NULL REFERENCES sales.quote,
  line_number int NOT NULL,
  line_kind text NOT NULL CHECK (line_kind IN ('stock', 'service', 'expense', 'asset', 'charge', 'advance', 'deposit', 'discount', 'stored_value', 'kit')),
  item_id int REFERENCES core.item,
  description text,
  quantity numeric(18,6),
  net_amount numeric(18,4),
  tax_code text REFERENCES core.tax_code,
  UNIQUE (quote_id, line_number)
);
CREATE TABLE sales.sales_order (
  sales_order_id int PRIMARY KEY,
  company_id int NOT NULL REFERENCES core.company,
  number text NOT NULL,
  document_date date NOT NULL,
  posting_date date NOT NULL,
  partner_id int NOT NULL REFERENCES core.partner,
  currency char(3) NOT NULL,
  exchange_rate numeric(18,9),
  quote_id int REFERENCES sales.quote,
  status text NOT NULL CHECK (status IN ('draft', 'confirmed', 'partially_delivered', 'delivered', 'cancelled')),
  promised_on date,
  total numeric(18,4),
  created_at timestamptz NOT NULL,
  UNIQUE (company_id, number)
);
CREATE TABLE sales.sales_order_line (
  sales_order_line_id int PRIMARY KEY,
  sales_order_id int NOT NULL REFERENCES sales.sales_order,
  line_number int NOT NULL,
  line_kind text NOT NULL CHECK (line_kind IN ('stock', 'service', 'expense', 'asset', 'charge', 'advance', 'deposit', 'discount', 'stored_value', 'kit')),
  item_id int REFERENCES core.item,
  location_id int REFERENCES core.location,
  quantity numeric(18,6) NOT NULL,
  delivered_quantity numeric(18,6) NOT NULL DEFAULT 0,
  net_amount numeric(18,4) NOT NULL,
  UNIQUE (sales_order_id, line_number)
);
CREATE TABLE sales.delivery (
  delivery_id int PRIMARY KEY,
  company_id int NOT NULL REFERENCES core.company,
  number text NOT NULL,
  document_date date NOT NULL,
  posting_date date NOT NULL,
  partner_id int NOT NULL REFERENCES core.partner,
  currency char(3) NOT NULL,
  exchange_rate numeric(18,9),
  sales_order_id int REFERENCES sales.sales_order,
  created_at timestamptz NOT NULL,
  UNIQUE (company_id, number)
);
CREATE TABLE sales.delivery_line (
  delivery_line_id int PRIMARY KEY,
  delivery_id int NOT NULL REFERENCES sales.delivery,
  line_number int NOT NULL,
  sales_order_line_id int REFERENCES sales.sales_order_line,
  item_id int NOT NULL REFERENCES core.item,
  quantity numeric(18,6) NOT NULL,
  net_amount numeric(18,4),
  UNIQUE (delivery_id, line_number)
);
CREATE TABLE sales.invoice (
  invoice_id int PRIMARY KEY,
  company_id int NOT NULL REFERENCES core.company,
  number text NOT NULL,
  document_date date NOT NULL,
  posting_date date NOT NULL,
  partner_id int REFERENCES core.partner,
  currency char(3) NOT NULL,
  exchange_rate numeric(18,9),
  sales_order_id int REFERENCES sales.sales_order,
  due_date date,
  payment_terms_id int REFERENCES core.payment_terms,
  settlement text NOT NULL CHECK (settlement IN ('credit', 'immediate')),
  cash_account_id int REFERENCES finance.cash_account,
  total numeric(18,4) NOT NULL,
  tax_total numeric(18,4),
  reversed_invoice_id int REFERENCES sales.invoice,
  created_at timestamptz NOT NULL,
  UNIQUE (company_id, number)
);
CREATE TABLE sales.invoice_line (
  invoice_line_id int PRIMARY KEY,
  invoice_id int NOT NULL REFERENCES sales.invoice,
  line_number int NOT NULL,
  line_kind text NOT NULL CHECK (line_kind IN ('stock', 'service', 'expense', 'asset', 'charge', 'advance', 'deposit', 'discount', 'stored_value', 'kit')),
  item_id int REFERENCES core.item,
  sales_order_line_id int REFERENCES sales.sales_order_line,
  description text,
  quantity numeric(18,6),
  net_amount numeric(18,4) NOT NULL,
  tax_code text REFERENCES core.tax_code,
  tax_amount numeric(18,4),
  account_code text,
  department_id int REFERENCES core.department,
  project_id int REFERENCES core.project,
  UNIQUE (invoice_id, line_number)
);
CREATE TABLE sales.credit_note (
  credit_note_id int PRIMARY KEY,
  company_id int NOT NULL REFERENCES core.company,
  number text NOT NULL,
  document_date date NOT NULL,
  posting_date date NOT NULL,
  partner_id int REFERENCES core.partner,
  currency char(3) NOT NULL,
  exchange_rate numeric(18,9),
  invoice_id int REFERENCES sales.invoice,
  settlement text NOT NULL CHECK (settlement IN ('credit', 'immediate')),
  cash_account_id int REFERENCES finance.cash_account,
  total numeric(18,4) NOT NULL,
  tax_total numeric(18,4),
  created_at timestamptz NOT NULL,
  UNIQUE (company_id, number)
);
CREATE TABLE sales.credit_note_line (
  credit_note_line_id int PRIMARY KEY,
  credit_note_id int NOT NULL REFERENCES sales.credit_note,
  line_number int NOT NULL,
  line_kind text NOT NULL CHECK (line_kind IN ('stock', 'service', 'expense', 'asset', 'charge', 'advance', 'deposit', 'discount', 'stored_value', 'kit')),
  item_id int REFERENCES core.item,
  invoice_line_id int REFERENCES sales.invoice_line,
  description text,
  quantity numeric(18,6),
  net_amount numeric(18,4) NOT NULL,
  tax_code text REFERENCES core.tax_code,
  tax_amount numeric(18,4),
  account_code text,
  department_id int REFERENCES core.department,
  project_id int REFERENCES core.project,
  UNIQUE (credit_note_id, line_number)
);
CREATE TABLE sales.customer_return (
  customer_return_id int PRIMARY KEY,
  company_id int NOT NULL REFERENCES core.company,
  number text NOT NULL,
  document_date date NOT NULL,
  posting_date date NOT NULL,
  partner_id int NOT NULL REFERENCES core.partner,
  delivery_id int REFERENCES sales.delivery,
  invoice_id int REFERENCES sales.invoice,
  credit_note_id int REFERENCES sales.credit_note,
  status text NOT NULL CHECK (status IN ('requested', 'approved', 'received', 'inspected', 'rejected')),
  reason text,
  created_at timestamptz NOT NULL,
  UNIQUE (company_id, number)
);
CREATE TABLE sales.customer_return_line (
  customer_return_line_id int PRIMARY KEY,
  customer_return_id int NOT NULL REFERENCES sales.customer_return,
  line_number int NOT NULL,
  delivery_line_id int REFERENCES sales.delivery_line,
  invoice_line_id int REFERENCES sales.invoice_line,
  item_id int NOT NULL REFERENCES core.item,
  lot_id int REFERENCES core.lot,
  quantity numeric(18,6) NOT NULL CHECK (quantity > 0),
  condition text NOT NULL CHECK (condition IN ('resalable', 'damaged', 'scrapped')),
  net_amount numeric(18,4),
  currency char(3),
  UNIQUE (customer_return_id, line_number)
);
