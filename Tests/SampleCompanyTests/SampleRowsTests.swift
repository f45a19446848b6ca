import AccountingValues
import Definitions
import Extraction
import PostgresClient
import SampleCompany
import TestSupport
import Testing

/// The sample on a server: every constraint of the DDL holds, and the books tie. Needs PostgreSQL.
@Suite(.serialized) struct SampleRowsTests {
  @Test("the generator's tables are those of the shipped DDL, column by column")
  func schema() throws {
    let shipped = try SampleDatabase.rows(
      """
      SELECT c.table_schema || '.' || c.table_name,
             string_agg(c.column_name || ' ' || CASE c.udt_name WHEN 'bpchar' THEN 'text'
                        ELSE c.udt_name END, ', ' ORDER BY c.ordinal_position)
        FROM information_schema.columns c
       WHERE c.table_schema NOT IN ('pg_catalog', 'information_schema', 'public')
       GROUP BY c.table_schema, c.table_name ORDER BY (c.table_schema || '.' || c.table_name) COLLATE "C"
      """, SampleDatabase.options())
    let generated = SampleCompany().tables().map { table in
      [table.name, table.columns.map { "\($0.name) \($0.type)" }.joined(separator: ", ")]
    }.sorted { $0[0] < $1[0] }
    #expect(generated == shipped)
  }

  /// Each question must have no answer.
  static let ties: [(rule: String, sql: String)] = [
    (
      "the ERP's balances are the sum of its movements",
      """
      SELECT i.number, b.location_id, b.quantity, coalesce(m.quantity, 0)
        FROM inventory.stock_balance b
        JOIN core.item i ON i.item_id = b.item_id
        LEFT JOIN (SELECT item_id, location_id, sum(quantity) AS quantity
                     FROM inventory.stock_movement GROUP BY 1, 2) m
          ON m.item_id = b.item_id AND m.location_id = b.location_id
       WHERE b.quantity <> coalesce(m.quantity, 0)
      """
    ),
    (
      "nothing is issued that is not there, but for the guidebook",
      """
      SELECT number, movement_date, balance FROM (
        SELECT i.number, m.movement_date, sum(m.quantity) OVER (
                 PARTITION BY m.item_id, m.location_id
                 ORDER BY m.movement_date, m.created_at, m.stock_movement_id) AS balance
          FROM inventory.stock_movement m JOIN core.item i ON i.item_id = m.item_id) s
       WHERE balance < 0 AND number <> 'GDB-01'
      """
    ),
    (
      "a movement is recorded on its own day, each after the one before",
      """
      SELECT stock_movement_id FROM (
        SELECT m.*, c.time_zone, lag(m.created_at) OVER (
                 PARTITION BY m.company_id ORDER BY m.stock_movement_id) AS before
          FROM inventory.stock_movement m JOIN core.company c ON c.company_id = m.company_id) s
       WHERE (created_at AT TIME ZONE time_zone)::date <> movement_date OR created_at <= before
      """
    ),
    (
      "opening movements are the opening layers",
      """
      SELECT l.opening_layer_id FROM inventory.opening_layer l
        FULL JOIN (SELECT * FROM inventory.stock_movement WHERE kind = 'opening') m
          ON m.document_id = l.opening_layer_id
       WHERE m.quantity IS DISTINCT FROM l.quantity OR m.value IS DISTINCT FROM l.value
          OR m.item_id IS DISTINCT FROM l.item_id
      """
    ),
    (
      "opening balances add up to zero and tie to documents and layers",
      """
      SELECT company_id, 'total', sum(base_amount) FROM finance.opening_balance
       GROUP BY company_id HAVING sum(base_amount) <> 0
      UNION ALL
      SELECT b.company_id, b.account_code || b.currency, b.base_amount
        FROM finance.opening_balance b
        LEFT JOIN (SELECT company_id, currency, side, sum(amount) AS amount,
                          sum(base_amount) AS base_amount
                     FROM finance.opening_item GROUP BY 1, 2, 3) o
          ON o.company_id = b.company_id AND o.currency = b.currency
         AND o.side = CASE b.account_code WHEN '1200' THEN 'receivable' ELSE 'payable' END
       WHERE b.account_code IN ('1200', '2000')
         AND (abs(b.amount) IS DISTINCT FROM o.amount
              OR abs(b.base_amount) IS DISTINCT FROM o.base_amount)
      UNION ALL
      SELECT b.company_id, b.account_code, b.base_amount FROM finance.opening_balance b
        JOIN (SELECT i.company_id, sum(l.value) AS value FROM inventory.opening_layer l
                JOIN core.item i ON i.item_id = l.item_id GROUP BY 1) l
          ON l.company_id = b.company_id
       WHERE b.account_code = '1300' AND b.base_amount <> l.value
      """
    ),
    (
      "the total of an invoice, bill or credit is its lines and their tax",
      """
      SELECT 'invoice', h.number FROM sales.invoice h JOIN sales.invoice_line l USING (invoice_id)
       GROUP BY h.invoice_id HAVING sum(l.net_amount + l.tax_amount) <> h.total
                                 OR sum(l.tax_amount) <> h.tax_total
      UNION ALL
      SELECT 'credit note', h.number FROM sales.credit_note h
        JOIN sales.credit_note_line l USING (credit_note_id)
       GROUP BY h.credit_note_id HAVING sum(l.net_amount + l.tax_amount) <> h.total
      UNION ALL
      SELECT 'bill', h.number FROM procurement.bill h JOIN procurement.bill_line l USING (bill_id)
       GROUP BY h.bill_id HAVING sum(l.net_amount + l.tax_amount) <> h.total
      UNION ALL
      SELECT 'debit note', h.number FROM procurement.debit_note h
        JOIN procurement.debit_note_line l USING (debit_note_id)
       GROUP BY h.debit_note_id HAVING sum(l.net_amount + l.tax_amount) <> h.total
      UNION ALL
      SELECT 'expense claim', h.number FROM procurement.expense_claim h
        JOIN procurement.expense_claim_line l USING (expense_claim_id)
       GROUP BY h.expense_claim_id HAVING sum(l.net_amount + l.tax_amount) <> h.total
      """
    ),
    (
      "nothing is settled beyond its amount, on either side",
      """
      SELECT a.to_stream, a.to_id FROM finance.application a
        LEFT JOIN sales.invoice i ON a.to_stream = 'sales_invoices' AND i.invoice_id = a.to_id
        LEFT JOIN procurement.bill b ON a.to_stream = 'purchase_bills' AND b.bill_id = a.to_id
        LEFT JOIN finance.opening_item o
          ON a.to_stream = 'opening_items' AND o.opening_item_id = a.to_id
        LEFT JOIN sales.credit_note n
          ON a.to_stream = 'credit_notes' AND n.credit_note_id = a.to_id
       GROUP BY a.to_stream, a.to_id
      HAVING sum(a.amount) > max(coalesce(i.total, b.total, o.amount, n.total, 0))
      UNION ALL
      SELECT a.from_stream, a.from_id FROM finance.application a
        LEFT JOIN finance.payment p ON a.from_stream = 'payments' AND p.payment_id = a.from_id
        LEFT JOIN sales.credit_note n
          ON a.from_stream = 'credit_notes' AND n.credit_note_id = a.from_id
        LEFT JOIN procurement.debit_note d
          ON a.from_stream = 'debit_notes' AND d.debit_note_id = a.from_id
       WHERE a.from_stream <> 'none'
       GROUP BY a.from_stream, a.from_id
      HAVING sum(a.amount) > max(coalesce(p.amount, n.total, d.total, 0))
      """
    ),
    (
      "partner and currency agree on both sides of an application",
      """
      SELECT a.application_id FROM finance.application a
        JOIN finance.payment p ON a.from_stream = 'payments' AND p.payment_id = a.from_id
        LEFT JOIN sales.invoice i ON a.to_stream = 'sales_invoices' AND i.invoice_id = a.to_id
        LEFT JOIN procurement.bill b ON a.to_stream = 'purchase_bills' AND b.bill_id = a.to_id
        LEFT JOIN finance.opening_item o
          ON a.to_stream = 'opening_items' AND o.opening_item_id = a.to_id
        LEFT JOIN sales.credit_note n
          ON a.to_stream = 'credit_notes' AND n.credit_note_id = a.to_id
       WHERE p.partner_id <> coalesce(i.partner_id, b.partner_id, o.partner_id, n.partner_id)
          OR p.currency <> coalesce(i.currency, b.currency, o.currency, n.currency)
          OR p.posting_date > a.applied_on
          OR coalesce(i.posting_date, b.posting_date, n.posting_date, a.applied_on) > a.applied_on
      """
    ),
    (
      "no more is billed than received or ordered, no more delivered than ordered",
      """
      SELECT 'billed', l.purchase_order_line_id FROM procurement.bill_line l
        JOIN procurement.purchase_order_line o USING (purchase_order_line_id)
       GROUP BY 2, o.quantity HAVING sum(l.quantity) > o.quantity
      UNION ALL
      SELECT 'received', l.purchase_order_line_id FROM procurement.receipt_line l
        JOIN procurement.purchase_order_line o USING (purchase_order_line_id)
       GROUP BY 2, o.received_quantity, o.rejected_quantity
      HAVING sum(l.quantity) <> o.received_quantity
          OR sum(l.rejected_quantity) <> o.rejected_quantity
      UNION ALL
      SELECT 'delivered', l.sales_order_line_id FROM sales.delivery_line l
        JOIN sales.sales_order_line o USING (sales_order_line_id)
       GROUP BY 2, o.delivered_quantity HAVING sum(l.quantity) <> o.delivered_quantity
      """
    ),
    (
      "manual entries balance, pay slips add up",
      """
      SELECT j.number FROM finance.journal j JOIN finance.journal_line l USING (journal_id)
       GROUP BY j.journal_id HAVING sum(l.debit) <> sum(l.credit)
      UNION ALL
      SELECT s.number FROM hr.pay_slip s
       WHERE s.gross_amount - s.net_amount <> (
               SELECT sum(l.amount) FROM hr.pay_slip_line l WHERE l.pay_slip_id = s.pay_slip_id
                  AND l.kind IN ('tax', 'employee_contribution'))
      """
    ),
    (
      "the register of receivables and payables by partner is what documents and payments leave",
      """
      WITH moves AS (
        SELECT 'accounts_receivable' AS name, partner_id, total AS amount FROM sales.invoice
         WHERE settlement = 'credit'
        UNION ALL SELECT 'accounts_receivable', partner_id, -total FROM sales.credit_note
         WHERE settlement = 'credit'
        UNION ALL SELECT CASE side WHEN 'receivable' THEN 'accounts_receivable'
                              ELSE 'accounts_payable' END, partner_id, amount
          FROM finance.opening_item
        UNION ALL SELECT CASE partner_role WHEN 'customer' THEN 'accounts_receivable'
                              ELSE 'accounts_payable' END, partner_id,
                         CASE WHEN (direction = 'in') = (partner_role = 'customer')
                              THEN -amount ELSE amount END
          FROM finance.payment WHERE NOT is_advance AND partner_role IN ('customer', 'supplier')
        UNION ALL SELECT 'accounts_payable', partner_id, total FROM procurement.bill
        UNION ALL SELECT 'accounts_payable', partner_id, -total FROM procurement.debit_note
        UNION ALL SELECT CASE WHEN i.invoice_id IS NOT NULL OR o.side = 'receivable'
                              THEN 'accounts_receivable' ELSE 'accounts_payable' END,
                         coalesce(i.partner_id, b.partner_id, o.partner_id), -a.amount
          FROM finance.application a
          LEFT JOIN sales.invoice i ON a.to_stream = 'sales_invoices' AND i.invoice_id = a.to_id
          LEFT JOIN procurement.bill b ON a.to_stream = 'purchase_bills' AND b.bill_id = a.to_id
          LEFT JOIN finance.opening_item o
            ON a.to_stream = 'opening_items' AND o.opening_item_id = a.to_id
         WHERE a.from_stream = 'none' OR a.kind = 'advance'
      ), sums AS (SELECT name, partner_id, sum(amount) AS amount FROM moves GROUP BY 1, 2)
      SELECT t.name, t.scope_id, t.amount, s.amount FROM metadata.control_total t
        LEFT JOIN sums s ON s.name = t.name AND s.partner_id = t.scope_id
       WHERE t.name <> 'inventory_quantity' AND t.amount <> coalesce(s.amount, 0)
      """
    ),
    (
      "a statement's balances run on, and no account of the group is overdrawn",
      """
      SELECT cash_account_id, booked_on, balance_after FROM (
        SELECT s.*, lag(balance_after) OVER w AS before
          FROM finance.bank_statement_line s
        WINDOW w AS (PARTITION BY cash_account_id ORDER BY bank_statement_line_id)) s
       WHERE balance_after <> before + amount OR balance_after < 0
      """
    ),
    (
      "every table has rows",
      """
      SELECT n.nspname || '.' || c.relname FROM pg_class c
        JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE c.relkind = 'r' AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
         AND (xpath('/row/n/text()', query_to_xml(format('SELECT count(*) AS n FROM %I.%I',
              n.nspname, c.relname), false, true, '')))[1]::text = '0'
      """
    ),
  ]

  @Test("the books tie", arguments: ties.map(\.rule))
  func tie(rule: String) throws {
    let sql = try #require(Self.ties.first { $0.rule == rule }?.sql)
    let answer = try SampleDatabase.rows(
      "SELECT s::text FROM (\(sql)) s LIMIT 5", SampleDatabase.options())
    #expect(answer == [])
  }

  @Test("the guidebook alone goes below zero, for three days")
  func negative() throws {
    let answer = try SampleDatabase.rows(
      """
      SELECT i.number, m.movement_date::text, sum(m.quantity) OVER (
               ORDER BY m.created_at)::int::text
        FROM inventory.stock_movement m JOIN core.item i ON i.item_id = m.item_id
       WHERE i.number = 'GDB-01' ORDER BY m.created_at
      """, SampleDatabase.options())
    #expect(
      answer == [
        ["GDB-01", "2025-09-08", "10"], ["GDB-01", "2025-09-13", "3"],
        ["GDB-01", "2025-09-13", "-2"], ["GDB-01", "2025-09-16", "18"],
      ])
  }

  /// A manager's figures of one company.
  static func figures(_ company: String) -> String {
    """
    WITH c AS (SELECT * FROM core.company WHERE code = '\(company)'),
    cost AS (
      SELECT i.item_id, coalesce(
               (SELECT k.unit_cost FROM core.item_cost k
                 WHERE k.item_id = i.item_id AND k.kind = 'standard' ORDER BY k.valid_from LIMIT 1),
               (SELECT sum(m.value * coalesce(m.exchange_rate, 1)) / sum(m.quantity)
                  FROM inventory.stock_movement m
                 WHERE m.item_id = i.item_id AND m.kind IN ('opening', 'receipt'))) AS unit
        FROM core.item i JOIN c USING (company_id)),
    sold AS (
      SELECT -sum(m.quantity * k.unit) AS cogs FROM inventory.stock_movement m
        JOIN c USING (company_id) JOIN cost k USING (item_id)
       WHERE m.kind IN ('issue', 'customer_return', 'count', 'scrap')),
    stock AS (
      SELECT sum(b.quantity * k.unit) AS closing FROM inventory.stock_balance b
        JOIN cost k USING (item_id)),
    opening AS (
      SELECT sum(l.value) AS opening FROM inventory.opening_layer l
        JOIN core.item i USING (item_id) JOIN c USING (company_id)),
    revenue AS (
      SELECT sum(net) AS net FROM (
        SELECT l.net_amount * coalesce(h.exchange_rate, 1) AS net FROM sales.invoice_line l
          JOIN sales.invoice h USING (invoice_id) JOIN c USING (company_id)
         WHERE l.line_kind <> 'stored_value'
        UNION ALL
        SELECT -l.net_amount * coalesce(h.exchange_rate, 1) FROM sales.credit_note_line l
          JOIN sales.credit_note h USING (credit_note_id) JOIN c USING (company_id)) s),
    wages AS (
      SELECT sum(gross_amount + employer_amount) AS wages FROM hr.pay_slip
        JOIN c USING (company_id)),
    services AS (
      SELECT sum((l.net_amount + l.tax_amount - l.recoverable_tax_amount)
                 * coalesce(h.exchange_rate, 1)) AS services
        FROM procurement.bill_line l JOIN procurement.bill h USING (bill_id)
        JOIN c USING (company_id) WHERE l.line_kind IN ('service', 'expense', 'charge')),
    entries AS (
      SELECT sum(l.debit) AS entries FROM finance.journal_line l
        JOIN finance.journal j USING (journal_id) JOIN c USING (company_id)
       WHERE l.account_code IN ('6400') AND j.status = 'posted'),
    open_items AS (
      SELECT h.due_date, (h.total - coalesce((SELECT sum(a.amount) FROM finance.application a
               WHERE a.to_stream = 'sales_invoices' AND a.to_id = h.invoice_id), 0))
             * coalesce(h.exchange_rate, 1) AS open
        FROM sales.invoice h JOIN c USING (company_id) WHERE h.settlement = 'credit'),
    open_bills AS (
      SELECT h.due_date, (h.total - coalesce((SELECT sum(a.amount) FROM finance.application a
               WHERE a.to_stream = 'purchase_bills' AND a.to_id = h.bill_id), 0))
             * coalesce(h.exchange_rate, 1) AS open
        FROM procurement.bill h JOIN c USING (company_id)),
    planning AS (
      SELECT count(*) AS items, count(*) FILTER (WHERE r.reorder_point >= coalesce((
               SELECT sum(b.quantity - b.reserved) FROM inventory.stock_balance b
                WHERE b.item_id = r.item_id), 0) + coalesce((
               SELECT sum(l.quantity - l.received_quantity - l.rejected_quantity)
                 FROM procurement.purchase_order_line l
                 JOIN procurement.purchase_order o USING (purchase_order_id)
                WHERE l.item_id = r.item_id AND o.status IN ('approved', 'partially_received')),
               0)) AS due
        FROM core.reorder_policy r JOIN core.item i USING (item_id) JOIN c USING (company_id))
    SELECT round(net)::int8, round(100 * (net - cogs) / net)::int8,
           round(net - cogs - wages - services - entries)::int8,
           round(10 * cogs / 1.5 / ((opening + closing) / 2))::int8,
           (SELECT round(sum(open))::int8 FROM open_items),
           (SELECT round(100 * sum(open) FILTER (WHERE due_date < date '2026-10-31')
                         / sum(open))::int8 FROM open_items),
           (SELECT round(sum(open))::int8 FROM open_bills),
           (SELECT round(100 * sum(open) FILTER (WHERE due_date < date '2026-10-31')
                         / sum(open))::int8 FROM open_bills),
           round(closing)::int8, items, due, round(wages)::int8, round(services)::int8
      FROM revenue, sold, stock, opening, wages, services, entries, planning
    """
  }

  @Test("a manager recognises a business", arguments: ["ALPIN", "SUMMIT"])
  func believable(company: String) throws {
    let connection = try Connection(SampleDatabase.options())
    defer { connection.close() }
    let rows = try connection.query("figures", Self.figures(company))
    #expect(try rows.next())
    let names = [
      "revenue", "gross margin %", "profit before tax", "stock turns × 10", "receivables",
      "overdue %", "payables", "overdue payables %", "stock", "items", "items to reorder", "wages",
      "services",
    ]
    let figures = names.indices.map { rows.integer($0) ?? 0 }
    for (name, figure) in zip(names, figures) { print("\(company)  \(name): \(figure)") }
    #expect((35...45).contains(figures[1]))
    #expect(figures[2] > 0 && figures[2] < figures[0] / 5)
    #expect((40...65).contains(figures[3]))
    #expect((5...45).contains(figures[5]) && (1...30).contains(figures[7]))
    #expect(figures[10] > figures[9] / 20 && figures[10] < figures[9] / 2)
  }

  /// What each planted break leaves behind: rows where the sample without it has none.
  static let traces: [(planted: SampleCompany.PlantedBreak, sql: String)] = [
    (
      .applicationBeyondInvoice,
      """
      SELECT a.to_id FROM finance.application a JOIN sales.invoice i ON i.invoice_id = a.to_id
       WHERE a.to_stream = 'sales_invoices' GROUP BY 1 HAVING sum(a.amount) > max(i.total)
      """
    ),
    (
      .applicationBeyondBill,
      """
      SELECT a.to_id FROM finance.application a JOIN procurement.bill b ON b.bill_id = a.to_id
       WHERE a.to_stream = 'purchase_bills' GROUP BY 1 HAVING sum(a.amount) > max(b.total)
      """
    ),
    (
      .billInOtherCurrency,
      """
      SELECT b.bill_id FROM procurement.bill b
        JOIN procurement.purchase_order o USING (purchase_order_id)
       WHERE b.currency <> o.currency
      """
    ),
    (
      .receiptWithoutMovement,
      """
      SELECT l.receipt_line_id FROM procurement.receipt_line l
       WHERE l.quantity > 0 AND NOT EXISTS (
               SELECT FROM inventory.stock_movement m
                WHERE m.document_stream = 'goods_receipts'
                  AND m.document_line_id = l.receipt_line_id)
      """
    ),
    (
      .balanceDiffers,
      """
      SELECT b.item_id FROM inventory.stock_balance b
       WHERE b.quantity <> (SELECT coalesce(sum(m.quantity), 0) FROM inventory.stock_movement m
                             WHERE m.item_id = b.item_id AND m.location_id = b.location_id)
      """
    ),
    (
      .unbalancedManualEntry,
      """
      SELECT j.number FROM finance.journal j JOIN finance.journal_line l USING (journal_id)
       GROUP BY j.journal_id HAVING sum(l.debit) <> sum(l.credit)
      """
    ),
  ]

  @Test("a planted break is one row that the plain sample does not have", arguments: traces.indices)
  func planted(index: Int) throws {
    let (planted, sql) = Self.traces[index]
    let all = SampleCompany(plantedBreaks: Set(SampleCompany.PlantedBreak.allCases))
    let plain = try SampleDatabase.rows(
      "SELECT s::text FROM (\(sql)) s", SampleDatabase.options())
    let broken = try SampleDatabase.rows(
      "SELECT s::text FROM (\(sql)) s", SampleDatabase.options("brokensample", all))
    #expect(plain.isEmpty && broken.count == 1, "\(planted)")
  }

  @Test("every stream reads rows without a finding", arguments: ["ALPIN", "SUMMIT"])
  func streams(company: String) throws {
    let tree = ConfigurationTree()
    let configuration = try Configuration.load(
      tree, streams: Set(StreamCatalogue.all.map(\.name)))
    let source = try #require(configuration.sources["reference"])
    let session = try ExtractionSession(
      SourceAdapter.load(source, from: tree), on: SampleDatabase.options())
    defer { session.close() }
    var empty: [String] = []
    for contract in StreamCatalogue.all {
      let reader = try session.reader(contract.name, ReadRequest(company: company))
      var count = 0
      while try reader.next() != nil { count += 1 }
      #expect(reader.findings.map(\.message) == [], "\(contract.name)")
      if count == 0 { empty.append(contract.name) }
    }
    // The subsidiary makes nothing, has no shop and files no value added tax.
    let without =
      company == "ALPIN"
      ? []
      : [
        "boms", "routings", "opening_work_orders", "cost_layers", "pos_sessions", "stored_value",
        "tax_returns",
        "work_orders", "work_order_components", "work_order_outputs", "work_order_completions",
      ]
    #expect(empty == without)
  }
}
