CREATE TABLE inventory.stock_movement (
  stock_movement_id bigint PRIMARY KEY,
  company_id int NOT NULL REFERENCES core.company,
  movement_date date NOT NULL,
  sequence int NOT NULL DEFAULT 0,
  kind text NOT NULL CHECK (kind IN ('opening', 'receipt', 'supplier_return', 'issue', 'customer_return', 'transfer_out', 'transfer_in', 'count', 'scrap', 'consumption', 'output')),
  reason text,
  item_id int NOT NULL REFERENCES core.item,
  location_id int REFERENCES core.location,
  to_location_id int REFERENCES core.location,
  lot_id int REFERENCES core.lot,
  owner text NOT NULL DEFAULT 'own' CHECK (owner IN ('own', 'supplier_consignment', 'customer')),
  quantity numeric(18,6) NOT NULL,
  is_free boolean NOT NULL DEFAULT false,
  value numeric(18,6),
  currency char(3),
  exchange_rate numeric(18,9),
  group_cost numeric(18,6),
  document_stream text,
  document_id int,
  document_line_id int,
  linked_movement_id bigint REFERENCES inventory.stock_movement,
  work_order_id int,
  created_at timestamptz NOT NULL
);
CREATE INDEX ON inventory.stock_movement (company_id, movement_date);
CREATE TABLE inventory.stock_balance (
  item_id int NOT NULL REFERENCES core.item,
  location_id int NOT NULL REFERENCES core.location,
  counted_on date NOT NULL,
  quantity numeric(18,6) NOT NULL,
  reserved numeric(18,6) NOT NULL DEFAULT 0,
  PRIMARY KEY (item_id, location_id)
);
CREATE TABLE inventory.stock_count (
  stock_count_id int PRIMARY KEY,
  company_id int NOT NULL REFERENCES core.company,
  number text NOT NULL,
  counted_on date NOT NULL,
  item_id int NOT NULL REFERENCES core.item,
  location_id int NOT NULL REFERENCES core.location,
  counted_quantity numeric(18,6) NOT NULL,
  book_quantity numeric(18,6) NOT NULL,
  reason text,
  counted_by text,
  approved_by text,
  stock_movement_id bigint REFERENCES inventory.stock_movement,
  created_at timestamptz NOT NULL
);
CREATE TABLE inventory.reservation (
  reservation_id int PRIMARY KEY,
  item_id int NOT NULL REFERENCES core.item,
  location_id int REFERENCES core.location,
  quantity numeric(18,6) NOT NULL CHECK (quantity > 0),
  needed_on date,
  sales_order_id int
);
CREATE TABLE inventory.landed_cost (
  landed_cost_id int PRIMARY KEY,
  company_id int NOT NULL REFERENCES core.company,
  receipt_id int,
  receipt_line_id int,
  bill_id int,
  bill_line_id int,
  kind text NOT NULL CHECK (kind IN ('freight', 'duty', 'insurance', 'handling', 'brokerage', 'discount', 'other')),
  posting_date date NOT NULL,
  currency char(3) NOT NULL,
  exchange_rate numeric(18,9),
  amount numeric(18,4) NOT NULL,
  allocate_by text NOT NULL CHECK (allocate_by IN ('value', 'quantity', 'weight')),
  reversed_landed_cost_id int REFERENCES inventory.landed_cost,
  created_at timestamptz NOT NULL
);
-- What an item's stock is worth at most, as assessed at the end of a day: a value per unit, or the amount
-- by which its write-down changes.
CREATE TABLE inventory.write_down (
  write_down_id int PRIMARY KEY,
  company_id int NOT NULL REFERENCES core.company,
  number text NOT NULL,
  item_id int NOT NULL REFERENCES core.item,
  assessed_on date NOT NULL,
  net_realisable_value numeric(18,6),
  amount numeric(18,4),
  currency char(3) NOT NULL,
  reason text,
  created_at timestamptz NOT NULL,
  CHECK (num_nonnulls(net_realisable_value, amount) = 1)
);
CREATE TABLE inventory.opening_layer (
  opening_layer_id int PRIMARY KEY,
  item_id int NOT NULL REFERENCES core.item,
  location_id int REFERENCES core.location,
  received_on date NOT NULL,
  quantity numeric(18,6) NOT NULL CHECK (quantity > 0),
  value numeric(18,4) NOT NULL
);
CREATE TABLE inventory.imported_cost_layer (
  layer_id int PRIMARY KEY,
  item_id int NOT NULL REFERENCES core.item,
  location_id int REFERENCES core.location,
  lot_id int REFERENCES core.lot,
  received_on date NOT NULL,
  quantity numeric(18,6) NOT NULL,
  remaining_quantity numeric(18,6) NOT NULL,
  unit_cost numeric(18,6) NOT NULL
);
