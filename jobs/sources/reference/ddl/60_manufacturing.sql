CREATE TABLE manufacturing.bom (
  bom_id int PRIMARY KEY,
  item_id int NOT NULL REFERENCES core.item,
  component_id int NOT NULL REFERENCES core.item,
  quantity numeric(18,6) NOT NULL CHECK (quantity > 0),
  valid_from date NOT NULL,
  valid_until date,
  level int NOT NULL DEFAULT 1,
  unit_code text REFERENCES core.unit,
  UNIQUE (item_id, component_id, valid_from)
);
CREATE TABLE manufacturing.routing (
  routing_id int PRIMARY KEY,
  item_id int NOT NULL REFERENCES core.item,
  operation int NOT NULL,
  name text NOT NULL,
  work_centre text NOT NULL,
  location_id int REFERENCES core.location,
  setup_hours numeric(12,4) NOT NULL DEFAULT 0,
  run_hours numeric(12,4) NOT NULL,
  labour_rate numeric(12,4) NOT NULL,
  overhead_rate numeric(12,4) NOT NULL,
  currency char(3) NOT NULL,
  valid_from date,
  valid_until date,
  UNIQUE (item_id, operation)
);
CREATE TABLE manufacturing.work_order (
  work_order_id int PRIMARY KEY,
  company_id int NOT NULL REFERENCES core.company,
  number text NOT NULL,
  item_id int NOT NULL REFERENCES core.item,
  location_id int REFERENCES core.location,
  status text NOT NULL CHECK (status IN ('planned', 'released', 'in_progress', 'completed', 'closed', 'cancelled')),
  planned_quantity numeric(18,6) NOT NULL,
  completed_quantity numeric(18,6) NOT NULL DEFAULT 0,
  scrapped_quantity numeric(18,6) NOT NULL DEFAULT 0,
  starts_on date NOT NULL,
  due_on date NOT NULL,
  completed_on date,
  sales_order_id int,
  department_id int REFERENCES core.department,
  project_id int REFERENCES core.project,
  created_at timestamptz NOT NULL,
  UNIQUE (company_id, number)
);
CREATE TABLE manufacturing.opening_work_order (
  work_order_id int PRIMARY KEY REFERENCES manufacturing.work_order,
  quantity_left numeric(18,6) NOT NULL,
  cost numeric(18,4) NOT NULL
);
CREATE TABLE manufacturing.work_order_component (
  work_order_component_id int PRIMARY KEY,
  work_order_id int NOT NULL REFERENCES manufacturing.work_order,
  item_id int NOT NULL REFERENCES core.item,
  location_id int REFERENCES core.location,
  lot_id int REFERENCES core.lot,
  planned_quantity numeric(18,6) NOT NULL CHECK (planned_quantity > 0),
  consumed_quantity numeric(18,6) NOT NULL DEFAULT 0,
  scrapped_quantity numeric(18,6) NOT NULL DEFAULT 0,
  unit_cost numeric(18,6)
);
CREATE TABLE manufacturing.work_order_output (
  work_order_output_id int PRIMARY KEY,
  work_order_id int NOT NULL REFERENCES manufacturing.work_order,
  item_id int NOT NULL REFERENCES core.item,
  location_id int REFERENCES core.location,
  kind text NOT NULL CHECK (kind IN ('product', 'co_product', 'by_product')),
  cost_share_percent numeric(7,4),
  planned_quantity numeric(18,6) NOT NULL,
  received_quantity numeric(18,6) NOT NULL DEFAULT 0
);
CREATE TABLE manufacturing.work_order_time (
  work_order_time_id int PRIMARY KEY,
  work_order_id int NOT NULL REFERENCES manufacturing.work_order,
  work_date date NOT NULL,
  operation int NOT NULL,
  hours numeric(12,4) NOT NULL,
  labour_amount numeric(18,4) NOT NULL,
  overhead_amount numeric(18,4) NOT NULL,
  created_at timestamptz NOT NULL
);
CREATE TABLE manufacturing.production_schedule (
  production_schedule_id int PRIMARY KEY,
  item_id int NOT NULL REFERENCES core.item,
  week_start date NOT NULL,
  planned_quantity numeric(18,6) NOT NULL,
  UNIQUE (item_id, week_start)
);
CREATE TABLE manufacturing.quality_check (
  quality_check_id int PRIMARY KEY,
  work_order_id int REFERENCES manufacturing.work_order,
  receipt_id int REFERENCES procurement.receipt,
  checked_on date NOT NULL,
  item_id int NOT NULL REFERENCES core.item,
  checked_quantity numeric(18,6) NOT NULL,
  failed_quantity numeric(18,6) NOT NULL,
  reason text
);
