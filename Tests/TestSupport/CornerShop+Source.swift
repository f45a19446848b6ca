/// The shop's ERP: five tables, and the folder of SQL that maps them.
extension CornerShop {
  /// Two months of deliveries, sales and payments. The planner is told that there are many sales, so
  /// that their streams take the way of large ones: COPY on connections of their own.
  public static let schema = """
    CREATE SCHEMA shop;
    CREATE TABLE shop.item (id int4 PRIMARY KEY, code text NOT NULL, name text NOT NULL,
      price numeric(12,2) NOT NULL);
    CREATE TABLE shop.partner (id int4 PRIMARY KEY, kind text NOT NULL, name text NOT NULL);
    CREATE TABLE shop.delivery (id int4 PRIMARY KEY, day date NOT NULL, supplier int4 NOT NULL,
      item int4 NOT NULL, quantity numeric(12,3) NOT NULL, cost numeric(12,2) NOT NULL);
    CREATE TABLE shop.sale (id int4 PRIMARY KEY, day date NOT NULL, customer int4 NOT NULL,
      item int4 NOT NULL, quantity numeric(12,3) NOT NULL, paid_on date);
    INSERT INTO shop.item
      SELECT i, 'ITEM-' || i, 'Item number ' || i, 5 + i * 1.25 FROM generate_series(1, 6) i;
    INSERT INTO shop.partner
      SELECT i, CASE WHEN i <= 3 THEN 'supplier' ELSE 'customer' END, 'Partner ' || i
        FROM generate_series(1, 8) i;
    INSERT INTO shop.delivery
      SELECT i, date '2026-01-01' + i, 1 + i % 3, 1 + i % 6, 20 + i % 7,
             (20 + i % 7) * (3 + i % 6 * 0.75) FROM generate_series(1, 40) i;
    INSERT INTO shop.sale
      SELECT i, date '2026-01-08' + i / 2, 4 + i % 5, 1 + i % 6, 1 + i % 3,
             CASE WHEN i % 4 > 0 THEN date '2026-01-15' + i / 2 END FROM generate_series(1, 90) i;
    ANALYZE;
    UPDATE pg_class SET reltuples = 200000 WHERE oid = 'shop.sale'::regclass;
    """

  static let source = """
    name: shop
    title: Shop
    facts: {time_zone: Europe/Vienna, currency: EUR}
    streams:
    """ + adapters.keys.sorted().map { "\n  \($0): {sql: \($0).sql}" }.joined() + "\n"

  /// The SELECT of each stream.
  static let adapters = [
    "items": """
    SELECT i.id AS item_key, i.code AS number, i.name, 'stock' AS kind, 'pcs' AS unit
      FROM shop.item i
    """,
    "partners": """
    SELECT p.id AS partner_key, p.kind, 'P-' || p.id AS number, p.name FROM shop.partner p
    """,
    "locations": """
    SELECT 1 AS location_key, 'SHOP' AS number, 'The shop' AS name, 'store' AS kind
    """,
    "supplier_items": """
    SELECT d.item AS item_key, min(d.supplier) AS partner_key, 7 AS lead_time_days,
           true AS is_preferred
      FROM shop.delivery d GROUP BY d.item
    """,
    "reorder_policies": """
    SELECT i.id AS item_key, 'reorder_point' AS policy, 200 AS reorder_point,
           50 AS reorder_quantity
      FROM shop.item i
    """,
    "goods_receipts": """
    SELECT d.id AS receipt_key, d.supplier AS partner_key, 'R-' || d.id AS document_number,
           d.day AS accounting_date
      FROM shop.delivery d
    """ + span("d.day"),
    "goods_receipt_lines": """
    SELECT d.id AS receipt_key, 1 AS line_key, d.day AS accounting_date, d.item AS item_key,
           d.quantity, d.cost AS net_amount, 'EUR' AS currency
      FROM shop.delivery d
    """ + span("d.day"),
    "purchase_bills": """
    SELECT d.id AS bill_key, 'B-' || d.id AS document_number, d.day + 3 AS document_date,
           d.day + 3 AS accounting_date, 'EUR' AS currency, d.supplier AS partner_key,
           d.day + 33 AS due_date, d.cost AS total
      FROM shop.delivery d
    """ + span("d.day + 3"),
    "purchase_bill_lines": """
    SELECT d.id AS bill_key, 1 AS line_key, d.day + 3 AS accounting_date, 'stock' AS line_kind,
           d.item AS item_key, 1 AS receipt_line_key, d.quantity, d.cost AS net_amount
      FROM shop.delivery d
    """ + span("d.day + 3"),
    "sales_invoices": """
    SELECT s.id AS invoice_key, 'I-' || s.id AS document_number, s.day AS document_date,
           s.day AS accounting_date, 'EUR' AS currency, s.customer AS partner_key,
           s.day + 14 AS due_date, 'credit' AS settlement, s.quantity * i.price AS total
      FROM shop.sale s JOIN shop.item i ON i.id = s.item
    """ + span("s.day"),
    "sales_invoice_lines": """
    SELECT s.id AS invoice_key, 1 AS line_key, s.day AS accounting_date, 'stock' AS line_kind,
           s.item AS item_key, s.quantity, s.quantity * i.price AS net_amount
      FROM shop.sale s JOIN shop.item i ON i.id = s.item
    """ + span("s.day"),
    "payments": """
    SELECT s.id AS payment_key, 'P-' || s.id AS document_number, s.paid_on AS document_date,
           s.paid_on AS accounting_date, 'EUR' AS currency, 'in' AS direction,
           s.customer AS partner_key, 'customer' AS partner_role, s.quantity * i.price AS amount
      FROM shop.sale s JOIN shop.item i ON i.id = s.item
    """ + span("s.paid_on") + " AND s.paid_on IS NOT NULL",
    "applications": """
    SELECT s.id AS application_key, s.paid_on AS accounting_date, 'payment' AS kind,
           'payments' AS from_stream, s.id AS from_key, 'sales_invoices' AS to_stream,
           s.id AS to_key, s.quantity * i.price AS amount
      FROM shop.sale s JOIN shop.item i ON i.id = s.item
    """ + span("s.paid_on") + " AND s.paid_on IS NOT NULL",
    "stock_movements": """
    SELECT ARRAY['in', d.id::text] AS movement_key, d.day AS accounting_date, 'receipt' AS kind,
           d.item AS item_key, 1 AS location_key, d.quantity, 'known' AS price_state,
           d.cost AS value, 'EUR' AS currency, 'goods_receipts' AS document_stream,
           d.id AS document_key, 1 AS document_line_key
      FROM shop.delivery d
    """ + span("d.day") + """

      UNION ALL
      SELECT ARRAY['out', s.id::text], s.day, 'issue', s.item, 1, -s.quantity, 'missing', NULL,
             NULL, 'sales_invoices', s.id, 1
        FROM shop.sale s
      """ + span("s.day"),
  ]

  private static func span(_ day: String) -> String {
    "\n WHERE (:from IS NULL OR \(day) >= :from) AND (:to IS NULL OR \(day) < :to)"
  }
}
