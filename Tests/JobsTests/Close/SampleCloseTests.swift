import Foundation
import TestSupport
import Testing

@testable import Jobs

/// Eighteen months of two companies, closed as the demo closes them, against figures that plain SQL
/// states over the ERP's own tables. Needs PostgreSQL.
@Suite("The sample group: the published books", .serialized)
struct SampleCloseTests {
  private let books: SampleBooks
  private let outcomes: [Installation.Outcome]

  init() throws {
    let published = try SampleBooks.published()
    books = published.books
    outcomes = published.outcomes
  }

  /// Both databases must answer the same, and something.
  private func expectSame(
    published: String, recorded: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let figures = try books.published(published)
    let source = try books.recorded(recorded)
    #expect(!source.isEmpty, sourceLocation: sourceLocation)
    let missing = source.filter { !Set(figures).contains($0) }.prefix(5)
    let extra = figures.filter { !Set(source).contains($0) }.prefix(5)
    #expect(
      figures == source, "only in the source: \(missing); only in the books: \(extra)",
      sourceLocation: sourceLocation)
  }

  /// A query that lists violations must find none.
  private func expectNone(_ sql: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let rows = try books.published(sql)
    #expect(rows.isEmpty, "\(rows.prefix(5))", sourceLocation: sourceLocation)
  }

  /// The last period of each company.
  private static let last =
    "(company, period) IN (('alpin', '2026-10'), ('summit', '2027-P04'))"

  // MARK: The run

  @Test("Both companies publish eighteen periods with a workbook for each report, and no finding")
  func published() throws {
    #expect(outcomes.map(\.ending) == ["published", "published"])
    #expect(outcomes.map(\.exitCode) == [0, 0])
    #expect(
      try books.published(
        """
        SELECT company, count(*), count(run_id), min(period), max(period)
          FROM analytics.period GROUP BY company ORDER BY company
        """) == ["alpin|18|18|2025-05|2026-10", "summit|18|18|2025-P11|2027-P04"])
    for (company, outcome) in zip(["alpin", "summit"], outcomes) {
      let manifest = try JSONDecoder().decode(
        [String: String].self,
        from: Data(contentsOf: URL(fileURLWithPath: outcome.folder + "/manifest.json")))
      for report in [
        "balance_sheet", "income_statement",
        "trial_balance", "general_ledger", "inventory_valuation", "stock_ledger", "aged_payables",
        "aged_receivables", "supplier_receipts", "production_variances",
        "reorder_suggestions", "findings",
      ] {
        #expect(
          manifest.keys.contains { $0.hasPrefix("\(company)_\(report)_") && $0.hasSuffix(".xlsx") },
          "\(report) of \(company)")
      }
      let pages = manifest.keys.filter { $0.hasSuffix(".html") }
      #expect(pages.count == 1 && pages.allSatisfy { $0.hasPrefix("\(company)_period_report_") })
    }
    try expectNone("SELECT company, code, document, message FROM analytics.finding")
  }

  @Test("Running again finds everything identical and publishes nothing")
  func again() throws {
    let leaves =
      "SELECT string_agg(company || period || run_id, ',' ORDER BY 1) FROM analytics.period"
    let before = try books.published(leaves)
    let again = try books.run("summit")
    #expect(again.map(\.ending) == ["identical"] && again.map(\.exitCode) == [0])
    #expect(again.first?.closeId == outcomes.last?.closeId)
    #expect(try books.published(leaves) == before)
  }

  @Test("Debits equal credits in every entry and in every currency")
  func balanced() throws {
    try expectNone(
      """
      SELECT company, period, entry_seq FROM analytics.journal_line
       GROUP BY 1, 2, 3 HAVING sum(debit) <> sum(credit)
      """)
    try expectNone(
      """
      SELECT company, period, currency, sum(closing) FROM analytics.trial_balance
       GROUP BY 1, 2, 3 HAVING currency IS NULL AND sum(closing) <> 0
      """)
    try expectNone(
      """
      SELECT company, currency FROM analytics.journal_line GROUP BY 1, 2
      HAVING sum(debit_in_currency) <> sum(credit_in_currency)
      """)
    #expect(
      try books.published(
        "SELECT company, count(*) > 10000 FROM analytics.journal_line GROUP BY 1 ORDER BY 1")
        == ["alpin|t", "summit|t"])
  }

  // MARK: Control accounts

  @Test(
    "In every period a control account equals its subledger",
    arguments: [
      (
        "1300",
        "SELECT company, period, sum(value_left) AS value FROM analytics.cost_layer GROUP BY 1, 2"
      ),
      (
        "1200",
        "SELECT company, period, sum(residual) AS value FROM analytics.open_item WHERE account = '1200' GROUP BY 1, 2"
      ),
      (
        "2000",
        "SELECT company, period, sum(residual) AS value FROM analytics.open_item WHERE account = '2000' GROUP BY 1, 2"
      ),
      (
        "2200",
        "SELECT company, period, sum(residual) AS value FROM analytics.open_item WHERE account = '2200' GROUP BY 1, 2"
      ),
    ])
  func controlAccounts(account: String, subledger: String) throws {
    try expectNone(
      """
      SELECT * FROM (\(subledger)) s
        FULL JOIN (SELECT company, period, sum(closing) AS value FROM analytics.trial_balance
                    WHERE account = '\(account)' GROUP BY 1, 2) t USING (company, period)
       WHERE coalesce(s.value, 0) <> coalesce(t.value, 0)
      """)
    #expect(
      try books.published(
        "SELECT count(*) > 17 FROM analytics.trial_balance WHERE account = '\(account)' AND closing <> 0"
      ) == ["t"])
  }

  @Test("Goods received and not invoiced are the receipts without a bill, less bills without goods")
  func goodsReceivedNotInvoiced() throws {
    try expectSame(
      published: """
        SELECT company, currency, sum(credit_in_currency - debit_in_currency)
          FROM analytics.journal_line WHERE account = '2010'
         GROUP BY 1, 2 HAVING sum(credit_in_currency - debit_in_currency) <> 0 ORDER BY 1, 2
        """,
      recorded: """
        -- Goods and bills of an order line meet first in, first out; of what met in part the rest waits.
        WITH line AS (
          SELECT 1 AS side, h.company_id, h.currency, l.net_amount, l.quantity,
                 coalesce('o' || l.purchase_order_line_id, 'r' || l.receipt_line_id) AS place,
                 h.posting_date, l.receipt_line_id AS id
            FROM procurement.receipt_line l JOIN procurement.receipt h USING (receipt_id)
           WHERE l.quantity > 0
          UNION ALL
          SELECT -1, h.company_id, h.currency, l.net_amount, l.quantity,
                 coalesce('o' || l.purchase_order_line_id, 'r' || l.receipt_line_id),
                 h.posting_date, l.bill_line_id
            FROM procurement.bill_line l JOIN procurement.bill h USING (bill_id)
           WHERE l.line_kind = 'stock'
             AND coalesce(l.purchase_order_line_id, l.receipt_line_id) IS NOT NULL),
        met AS (
          SELECT *, least(quantity, greatest(0, (
                   SELECT coalesce(sum(o.quantity), 0) FROM line o
                    WHERE o.place = l.place AND o.side = -l.side)
                   - sum(quantity) OVER (PARTITION BY place, side ORDER BY posting_date, id)
                   + quantity)) AS part
            FROM line l),
        waiting AS (
          SELECT company_id, currency, side * CASE part WHEN 0 THEN net_amount WHEN quantity THEN 0
                 ELSE net_amount - round(net_amount * part / quantity, 2) END AS amount FROM met
          UNION ALL
          -- What went back waits for a credit that names the bill's line.
          SELECT h.company_id, l.currency, -l.net_amount
            FROM procurement.supplier_return_line l
            JOIN procurement.supplier_return h USING (supplier_return_id)
           WHERE NOT EXISTS (
                   SELECT FROM procurement.debit_note_line d
                    WHERE d.debit_note_id = h.debit_note_id AND d.item_id = l.item_id
                      AND d.bill_line_id IS NOT NULL))
        SELECT lower(c.code), currency, round(sum(amount), 2)
          FROM waiting JOIN core.company c USING (company_id)
         GROUP BY 1, 2 HAVING sum(amount) <> 0 ORDER BY 1, 2
        """)
    try expectNone(
      """
      SELECT company, name, subject, difference FROM analytics.tie_out WHERE outcome = 'different'
      """)
    #expect(
      try books.published(
        """
        SELECT company, expected <> 0 FROM analytics.tie_out
         WHERE name = 'goods_received_not_invoiced' AND outcome = 'equal' ORDER BY company
        """) == ["alpin|t", "summit|t"])
  }

  @Test("Credits for goods sent back meet them: purchases without a receipt keep nothing of them")
  func suppliersCredits() throws {
    try expectSame(
      published: """
        SELECT company, account, sum(credit_in_currency - debit_in_currency), currency
          FROM analytics.journal_line
         WHERE event = 'debit_notes' AND account IN ('1330', '2010')
         GROUP BY 1, 2, 4 ORDER BY 1, 2, 4
        """,
      recorded: """
        SELECT lower(c.code), CASE WHEN l.bill_line_id IS NULL THEN '1330' ELSE '2010' END,
               round(sum(l.net_amount), 2), h.currency
          FROM procurement.debit_note_line l JOIN procurement.debit_note h USING (debit_note_id)
          JOIN core.company c USING (company_id) GROUP BY 1, 2, 4 ORDER BY 1, 2, 4
        """)
    #expect(
      try books.recorded(
        "SELECT count(*) FILTER (WHERE bill_line_id IS NULL) FROM procurement.debit_note_line")
        == ["0"])
  }

  @Test(
    "Work in progress is what orders under way have used and not made; finished ones leave none")
  func workInProgress() throws {
    try expectNone(
      """
      SELECT company, subject, expected, actual FROM analytics.tie_out
       WHERE name = 'work_in_progress' AND outcome = 'different'
      """)
    // What stock lost to orders under way and got back from them is all there is: the products of
    // finished ones, which are costed at standard, left the rest to production variance.
    let open = try books.recorded(
      """
      SELECT w.number FROM manufacturing.work_order w JOIN core.company c USING (company_id)
       WHERE c.code = 'ALPIN' AND w.completed_quantity + w.scrapped_quantity < w.planned_quantity
      """)
    #expect(!open.isEmpty)
    #expect(
      try books.published(
        """
        SELECT t.expected > 0, t.expected = s.value, s.orders
          FROM analytics.tie_out t, (
            SELECT -sum(value) AS value, count(DISTINCT document_number) AS orders
              FROM analytics.stock_ledger
             WHERE company = 'alpin' AND document_stream = 'work_orders'
               AND document_number IN ('\(open.joined(separator: "','"))')) s
         WHERE t.name = 'work_in_progress' AND t.company = 'alpin' AND t.outcome = 'equal'
        """) == ["t|t|\(open.count)"])
  }

  @Test(
    "Variances of hours by month are those of recorded hours beside the routing, order by order")
  func hours() throws {
    // All operations of an item have one rate, so that the standard of an hour is the same for all.
    try expectSame(
      published: """
        SELECT to_char(date, 'YYYY-MM'), account, sum(debit - credit)
          FROM analytics.journal_line
         WHERE company = 'alpin' AND account IN ('5053', '5054', '5055')
           AND event = 'production_orders'
         GROUP BY 1, 2 ORDER BY 1, 2
        """,
      recorded: """
        WITH standard AS (
          SELECT item_id, sum(setup_hours) AS setup, sum(run_hours) AS run,
                 min(labour_rate) AS labour, min(overhead_rate) AS overhead
            FROM manufacturing.routing GROUP BY item_id),
        worked AS (
          SELECT work_order_id, sum(hours) AS hours, sum(labour_amount) AS labour,
                 sum(overhead_amount) AS overhead
            FROM manufacturing.work_order_time GROUP BY work_order_id),
        ended AS (
          SELECT to_char(w.completed_on, 'YYYY-MM') AS month, t.hours, t.labour, t.overhead,
                 s.labour AS rate, s.overhead AS overhead_rate,
                 s.setup + s.run * (w.completed_quantity + w.scrapped_quantity) AS allowed
            FROM manufacturing.work_order w JOIN worked t USING (work_order_id)
            JOIN standard s USING (item_id) JOIN core.item i USING (item_id)
           WHERE w.status = 'completed' AND i.costing_method = 'standard'
             -- Those under way at go-live bring one amount, which no standard splits.
             AND w.starts_on >= '2025-05-01'),
        cause AS (
          SELECT month, '5053' AS account, labour - round(hours * rate, 2) AS amount FROM ended
          UNION ALL
          SELECT month, '5054', round(hours * rate, 2) - round(allowed * rate, 2) FROM ended
          UNION ALL
          SELECT month, '5055', overhead - round(allowed * overhead_rate, 2) FROM ended)
        SELECT month, account, round(sum(amount), 2) FROM cause GROUP BY 1, 2
        HAVING count(*) FILTER (WHERE amount <> 0) > 0 ORDER BY 1, 2
        """)
    #expect(
      try books.published(
        """
        SELECT account, count(*) > 0 FROM analytics.journal_line
         WHERE company = 'alpin' AND account BETWEEN '5050' AND '5056' GROUP BY 1 ORDER BY 1
        """) == ["5050|t", "5051|t", "5052|t", "5053|t", "5054|t", "5055|t", "5056|t"])
  }

  @Test(
    "Variances of orders are the lines of their roles, cost less stock value, and their resources")
  func productionVariances() throws {
    try expectNone(
      """
      SELECT company, period, cause, sum(amount) FROM (
        SELECT v.company, v.period, c.cause, c.amount FROM analytics.production_variance v
         CROSS JOIN LATERAL (VALUES
           ('material_price_variance', material_price_variance), ('usage_variance', usage_variance),
           ('rate_variance', rate_variance), ('efficiency_variance', efficiency_variance),
           ('overhead_variance', overhead_variance), ('yield_variance', yield_variance),
           ('production_variance', production_variance)) c (cause, amount)
         WHERE v.standing = 'posted'
        UNION ALL
        SELECT company, period, role, credit - debit FROM analytics.journal_line
         WHERE event = 'production_orders' AND role LIKE '%_variance') f
       GROUP BY 1, 2, 3 HAVING sum(amount) <> 0
      """)
    try expectNone(
      """
      SELECT document_number FROM analytics.production_variance
       WHERE standing = 'posted' GROUP BY company, document_number
      HAVING sum(variance) <> sum(actual) - sum(product_value)
      """)
    try expectNone(
      """
      SELECT v.company, v.document_number, v.explained, l.explained FROM (
          SELECT company, document_number, sum(variance - production_variance) AS explained
            FROM analytics.production_variance WHERE gap IS NULL GROUP BY 1, 2) v
        LEFT JOIN (
          SELECT company, document_number, sum(actual - good_value) AS explained
            FROM analytics.production_variance_line GROUP BY 1, 2) l USING (company, document_number)
       WHERE v.explained IS DISTINCT FROM l.explained
      """)
    #expect(
      try books.published(
        """
        SELECT standing, coalesce(gap, ''), count(*) > 5 OR gap IS NOT NULL
          FROM analytics.production_variance GROUP BY 1, 2, gap ORDER BY 1, 2
        """) == ["carried||t", "posted||t", "posted|under_way_at_go_live|t"])
  }

  // MARK: Rows

  @Test("The stock ledger names documents by the numbers that are printed on them")
  func documentNumbers() throws {
    let published = try books.published(
      """
      SELECT company, document_stream, count(DISTINCT document_number) FROM analytics.stock_ledger
       WHERE document_stream IN ('deliveries', 'goods_receipts', 'supplier_returns',
         'customer_returns', 'sales_invoices', 'credit_notes', 'work_orders', 'stock_counts')
         AND document_number LIKE '%-%'
       GROUP BY 1, 2
      """)
    #expect(published.count >= 12)
    try expectNone(
      """
      SELECT company, document_stream, document_number FROM analytics.stock_ledger
       WHERE document_stream IN ('deliveries', 'goods_receipts', 'supplier_returns',
         'customer_returns', 'sales_invoices', 'credit_notes', 'work_orders', 'stock_counts')
         AND document_number NOT LIKE '%-%'
      """)
  }

  @Test("Every row read has a fate, and the rows are the source's")
  func rows() throws {
    for (stream, table) in [
      ("sales_invoices", "sales.invoice"), ("purchase_bills", "procurement.bill"),
      ("payments", "finance.payment"), ("stock_movements", "inventory.stock_movement"),
      ("applications", "finance.application"), ("payroll", "hr.pay_slip"),
      ("cash_transactions", "finance.cash_transaction"), ("pos_sessions", "pos.session"),
    ] {
      try expectSame(
        published: """
          SELECT company, actual_count FROM analytics.tie_out
           WHERE name = 'rows' AND subject = '\(stream)' AND outcome = 'equal'
             AND expected_count = actual_count ORDER BY company
          """,
        recorded: """
          SELECT lower(c.code), count(*) FROM \(table) t JOIN core.company c USING (company_id)
           GROUP BY 1 ORDER BY 1
          """)
    }
    try expectNone(
      "SELECT company, subject FROM analytics.tie_out WHERE name = 'rows' AND outcome = 'different'"
    )
  }

  // MARK: Figures

  /// The amounts of a document's parts in base currency: its total is converted once, the parts get
  /// their whole cents and the largest remainders the cents that are left.
  private static let parts = """
    exact AS (
      SELECT *, round(sum(cents) OVER w * rate) AS total,
             CASE WHEN sum(cents) OVER w = 0 THEN 0
                  ELSE round(sum(cents) OVER w * rate) * cents / sum(cents) OVER w END AS share
        FROM part WINDOW w AS (PARTITION BY document)),
    base AS (
      SELECT *, floor(share) + (row_number() OVER (
                    PARTITION BY document ORDER BY share - floor(share) DESC, place)
                  <= total - sum(floor(share)) OVER (PARTITION BY document))::int AS minor
        FROM exact)
    """

  @Test(
    "Revenue and its returns by month and account are the lines of invoices and credit notes",
    arguments: [
      ("sales_invoices", "invoice", "credit - debit", "4000"),
      ("credit_notes", "credit_note", "debit - credit", "4080"),
    ])
  func revenue(event: String, table: String, amount: String, goods: String) throws {
    try expectSame(
      published: """
        SELECT company, to_char(date, 'YYYY-MM'), account, sum(\(amount))
          FROM analytics.journal_line WHERE event = '\(event)' AND account_class = 'income'
         GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
        """,
      recorded: """
        WITH part AS (
          SELECT c.code, to_char(h.posting_date, 'YYYY-MM') AS month, h.\(table)_id AS document,
                 p.*, CASE WHEN h.currency = c.base_currency THEN 1 ELSE h.exchange_rate END AS rate
            FROM sales.\(table) h
            JOIN core.company c USING (company_id)
            JOIN sales.\(table)_line l USING (\(table)_id)
           CROSS JOIN LATERAL (VALUES
             (2 * l.line_number, l.net_amount * 100,
              CASE l.line_kind WHEN 'stored_value' THEN NULL
                   ELSE coalesce(l.account_code, CASE l.line_kind WHEN 'stock' THEN '\(goods)'
                                 WHEN 'service' THEN '4010' WHEN 'charge' THEN '4020'
                                 WHEN 'discount' THEN '4090' END) END),
             (2 * l.line_number + 1, coalesce(l.tax_amount, 0) * 100, NULL)
           ) p (place, cents, account)),
        \(Self.parts)
        SELECT lower(code), month, account, round(sum(minor) / 100, 2)
          FROM base WHERE account IS NOT NULL
         GROUP BY 1, 2, 3 HAVING sum(minor) <> 0 ORDER BY 1, 2, 3
        """)
  }

  @Test("Quantity on hand by item is the sum of the movements, and the ERP's own balance")
  func onHand() throws {
    let published = """
      SELECT company, item, trim_scale(sum(quantity_left)) FROM analytics.cost_layer
       WHERE \(Self.last) GROUP BY company, item ORDER BY company, item COLLATE "C"
      """
    try expectSame(
      published: published,
      recorded: """
        SELECT lower(c.code), i.number, trim_scale(sum(m.quantity))
          FROM inventory.stock_movement m
          JOIN core.item i USING (item_id) JOIN core.company c ON c.company_id = m.company_id
         -- A transfer moves nothing out of the company: what is under way is in the books.
         WHERE m.kind NOT IN ('transfer_out', 'transfer_in')
         GROUP BY 1, i.number HAVING sum(m.quantity) <> 0 ORDER BY 1, i.number COLLATE "C"
        """)
    try expectSame(
      published: published,
      recorded: """
        SELECT lower(c.code), i.number, trim_scale(sum(b.quantity)) FROM (
            SELECT item_id, quantity FROM inventory.stock_balance
             UNION ALL
            SELECT item_id, -quantity FROM inventory.stock_movement
             WHERE kind IN ('transfer_out', 'transfer_in')) b
          JOIN core.item i USING (item_id) JOIN core.company c USING (company_id)
         GROUP BY 1, i.number HAVING sum(b.quantity) <> 0 ORDER BY 1, i.number COLLATE "C"
        """)
  }

  @Test("Manual entries say what was written on them")
  func descriptions() throws {
    try expectSame(
      published: """
        SELECT company, document_number, description FROM analytics.journal_entry
         WHERE event = 'manual_journals' ORDER BY company, document_number
        """,
      recorded: """
        SELECT lower(c.code), j.number, j.description FROM finance.journal j
          JOIN core.company c USING (company_id)
         WHERE j.is_manual AND j.status <> 'draft' ORDER BY 1, 2
        """)
  }

  @Test("Every quantity has its unit")
  func units() throws {
    try expectSame(
      published: """
        SELECT company, item, unit FROM analytics.cost_layer
         WHERE \(Self.last) GROUP BY 1, 2, 3 ORDER BY company, item COLLATE "C"
        """,
      recorded: """
        SELECT lower(c.code), i.number, i.unit_code FROM inventory.stock_movement m
          JOIN core.item i USING (item_id) JOIN core.company c ON c.company_id = m.company_id
         GROUP BY 1, 2, 3 HAVING sum(m.quantity) <> 0 ORDER BY 1, i.number COLLATE "C"
        """)
  }

  @Test("What is open, document by document, is its amount less what was applied")
  func openItems() throws {
    try expectSame(
      published: """
        SELECT company, ledger, partner, document_number, currency, sum(residual_in_currency)
          FROM analytics.open_item WHERE \(Self.last)
         GROUP BY company, ledger, partner, document_number, currency
         ORDER BY company, ledger, partner COLLATE "C", document_number COLLATE "C"
        """,
      recorded: """
        WITH document AS (
          SELECT company_id, 'receivable' AS ledger, 'sales_invoices' AS stream, invoice_id AS id,
                 partner_id, number, currency, total AS amount
            FROM sales.invoice WHERE settlement = 'credit'
          UNION ALL
          SELECT company_id, 'receivable', 'credit_notes', credit_note_id, partner_id, number,
                 currency, -total FROM sales.credit_note WHERE settlement = 'credit'
          UNION ALL
          SELECT company_id, 'payable', 'purchase_bills', bill_id, partner_id, number, currency,
                 -total FROM procurement.bill
          UNION ALL
          SELECT company_id, 'payable', 'debit_notes', debit_note_id, partner_id, number, currency,
                 total FROM procurement.debit_note
          UNION ALL
          SELECT company_id, side, 'opening_items', opening_item_id, partner_id, document_number,
                 currency, CASE side WHEN 'payable' THEN -amount ELSE amount END
            FROM finance.opening_item
          UNION ALL
          SELECT company_id, CASE partner_role WHEN 'customer' THEN 'receivable' ELSE 'payable' END,
                 'payments', payment_id, partner_id, number, currency,
                 CASE direction WHEN 'in' THEN -amount ELSE amount END
            FROM finance.payment WHERE partner_role IN ('customer', 'supplier')),
        settled AS (
          SELECT stream, id, sum(amount) AS amount
            FROM (SELECT to_stream AS stream, to_id AS id, amount FROM finance.application
                  UNION ALL
                  SELECT from_stream, from_id, amount FROM finance.application
                   WHERE from_stream <> 'none') s
           GROUP BY 1, 2)
        SELECT lower(c.code), d.ledger, p.number, d.number, d.currency,
               round(d.amount - sign(d.amount) * coalesce(s.amount, 0), 2)
          FROM document d
          JOIN core.company c USING (company_id) JOIN core.partner p USING (partner_id)
          LEFT JOIN settled s USING (stream, id)
         WHERE d.amount <> sign(d.amount) * coalesce(s.amount, 0)
         ORDER BY 1, 2, p.number COLLATE "C", d.number COLLATE "C"
        """)
  }

  @Test("Payments by month and bank account are the payments, in their currency and in base")
  func payments() throws {
    try expectSame(
      published: """
        SELECT company, to_char(date, 'YYYY-MM'), account, currency,
               sum(debit_in_currency - credit_in_currency), sum(debit - credit)
          FROM analytics.journal_line WHERE event = 'payments' AND account LIKE '11%'
         GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
        """,
      recorded: """
        SELECT lower(c.code), to_char(p.posting_date, 'YYYY-MM'), a.account_code, p.currency,
               round(sum(CASE p.direction WHEN 'in' THEN p.amount - coalesce(p.fee_amount, 0)
                                          ELSE -p.amount END), 2),
               sum(CASE p.direction
                   WHEN 'in' THEN round(p.amount * r.rate, 2)
                                  - round(coalesce(p.fee_amount, 0) * r.rate, 2)
                   ELSE -round(p.amount * r.rate, 2) END)
          FROM finance.payment p
          JOIN core.company c USING (company_id) JOIN finance.cash_account a USING (cash_account_id)
         CROSS JOIN LATERAL (
           SELECT CASE WHEN p.currency = c.base_currency THEN 1 ELSE p.exchange_rate END) r (rate)
         GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
        """)
  }

  @Test("Each bank account holds what its last statement says and what is not on it yet")
  func banks() throws {
    try expectSame(
      published: """
        SELECT company, account, currency, sum(debit_in_currency - credit_in_currency)
          FROM analytics.journal_line WHERE account IN ('1100', '1101', '1102', '1103')
         GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
        """,
      recorded: """
        SELECT lower(c.code), a.account_code, a.currency,
               round((SELECT s.balance_after FROM finance.bank_statement_line s
                       WHERE s.cash_account_id = a.cash_account_id
                       ORDER BY s.bank_statement_line_id DESC LIMIT 1)
                 + coalesce((SELECT sum(CASE p.direction WHEN 'in'
                                        THEN p.amount - coalesce(p.fee_amount, 0)
                                        ELSE -p.amount END) FROM finance.payment p
                              WHERE p.cash_account_id = a.cash_account_id AND NOT EXISTS (
                                SELECT FROM finance.bank_statement_line s
                                 WHERE s.payment_id = p.payment_id)), 0)
                 + coalesce((SELECT sum(t.amount - coalesce(t.fee_amount, 0))
                               FROM finance.cash_transaction t
                              WHERE t.cash_account_id = a.cash_account_id AND NOT EXISTS (
                                SELECT FROM finance.bank_statement_line s
                                 WHERE s.cash_transaction_id = t.cash_transaction_id)), 0), 2)
          FROM finance.cash_account a JOIN core.company c USING (company_id)
         WHERE a.kind = 'bank' ORDER BY 1, 2, 3
        """)
  }
}
