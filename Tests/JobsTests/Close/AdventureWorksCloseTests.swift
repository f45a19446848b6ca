import TestSupport
import Testing

@testable import Jobs

/// The close of a real company against figures that plain SQL states over its own tables.
@Suite("AdventureWorks: the published books", .serialized, RealData.isNeeded("adventureworks"))
struct AdventureWorksCloseTests {
  private let installation: Installation
  private let outcome: Installation.Outcome

  init() throws {
    let published = try AdventureWorks.published()
    installation = published.installation
    outcome = published.outcome
  }

  /// Both databases must answer the same, and something.
  private func expectSame(
    published: String, recorded: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let books = try installation.published(published).split(separator: "\n").map(String.init)
    let source = try installation.recorded(recorded).split(separator: "\n").map(String.init)
    #expect(!source.isEmpty, sourceLocation: sourceLocation)
    let missing = source.filter { !Set(books).contains($0) }.prefix(5)
    let extra = books.filter { !Set(source).contains($0) }.prefix(5)
    #expect(
      books == source, "only in the source: \(missing); only in the books: \(extra)",
      sourceLocation: sourceLocation)
  }

  /// A query that lists violations must find none.
  private func expectNone(_ sql: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let rows = try installation.published(sql)
    #expect(rows.isEmpty, sourceLocation: sourceLocation)
  }

  // MARK: The run

  @Test("The nightly run publishes every open period, with a workbook for each report")
  func nightly() throws {
    #expect(outcome.exitCode == 0)
    #expect(outcome.errors == 0)
    #expect(
      try installation.published(
        "SELECT count(*), count(run_id), min(period), max(period) FROM analytics.period")
        == "41|41|2011-P10|2015-P02")
    let files = try installation.manifest(outcome).keys
    for report in [
      "balance_sheet", "income_statement", "trial_balance", "general_ledger", "inventory_valuation",
      "stock_ledger", "aged_payables",
      "aged_receivables", "supplier_receipts", "reorder_suggestions", "findings",
    ] {
      #expect(
        files.contains { $0.hasPrefix("aw_\(report)_") && $0.hasSuffix(".xlsx") },
        "\(report) is not among \(files.sorted())")
    }
  }

  @Test("Debits equal credits in every entry, and in all")
  func balanced() throws {
    try expectNone(
      """
      SELECT period, entry_seq, sum(debit), sum(credit) FROM analytics.journal_line
       GROUP BY period, entry_seq HAVING sum(debit) <> sum(credit)
      """)
    #expect(
      try installation.published(
        """
        SELECT sum(debit) = sum(credit) AND sum(debit) > 0, count(*) > 100000
          FROM analytics.journal_line
        """) == "t|t")
    // The lines are those of the entries, and the trial balance is made of the lines.
    try expectNone(
      """
      SELECT period, line_seq FROM analytics.journal_line WHERE event IS NULL OR journal IS NULL
      """)
    try expectNone(
      """
      SELECT * FROM (SELECT period, account, sum(debit) d, sum(credit) c
                       FROM analytics.journal_line GROUP BY 1, 2) l
        FULL JOIN (SELECT period, account, sum(debit) d, sum(credit) c
                     FROM analytics.trial_balance GROUP BY 1, 2
                    HAVING sum(debit) <> 0 OR sum(credit) <> 0) t
       USING (period, account)
       WHERE l.d IS DISTINCT FROM t.d OR l.c IS DISTINCT FROM t.c
      """)
  }

  @Test("What a period opens with is what the one before closed with")
  func opening() throws {
    try expectNone(
      """
      WITH b AS (
        SELECT period, account, account_class, sum(opening) AS opening, sum(closing) AS closing,
               dense_rank() OVER (ORDER BY period) AS number
          FROM analytics.trial_balance
         WHERE account_class NOT IN ('income', 'expense') AND account <> '3200'
         GROUP BY period, account, account_class)
      SELECT * FROM b AS later
        FULL JOIN b AS earlier
          ON earlier.account = later.account AND earlier.number + 1 = later.number
       WHERE coalesce(later.number, earlier.number + 1) BETWEEN 2 AND 41
         AND coalesce(later.opening, 0) <> coalesce(earlier.closing, 0)
      """)
  }

  @Test(
    "In every period stock accounts equal the layers, payables the open items, and nothing received stays unbilled"
  )
  func controlAccounts() throws {
    for (account, subledger) in [
      ("1300", "SELECT period, sum(value_left) AS value FROM analytics.cost_layer GROUP BY period"),
      (
        "2000",
        "SELECT period, sum(residual) AS value FROM analytics.open_item WHERE account = '2000' GROUP BY period"
      ),
    ] {
      try expectNone(
        """
        SELECT * FROM (\(subledger)) s
          FULL JOIN (SELECT period, sum(closing) AS value FROM analytics.trial_balance
                      WHERE account = '\(account)' GROUP BY period) t USING (period)
         WHERE coalesce(s.value, 0) <> coalesce(t.value, 0)
        """)
      #expect(
        try installation.published(
          "SELECT count(*) > 0 FROM analytics.trial_balance WHERE account = '\(account)' AND closing <> 0"
        ) == "t")
    }
    try expectNone(
      """
      SELECT * FROM (SELECT period, sum(residual) AS value FROM analytics.ageing
                      WHERE account = '2000' GROUP BY period) a
        FULL JOIN (SELECT period, sum(closing) AS value FROM analytics.trial_balance
                    WHERE account = '2000' GROUP BY period) t USING (period)
       WHERE coalesce(a.value, 0) <> coalesce(t.value, 0)
      """)
    #expect(
      try installation.published(
        """
        SELECT sum(debit) = sum(credit) AND sum(debit) > 0
          FROM analytics.journal_line WHERE account = '2010'
        """) == "t")
    try expectNone("SELECT name, subject FROM analytics.tie_out WHERE outcome = 'different'")
  }

  @Test("Certificates chain from period to period and close with layers and inventory accounts")
  func certificates() throws {
    try expectNone(
      """
      SELECT * FROM (SELECT period, sum(closing) AS value FROM analytics.pool_certificate
                      GROUP BY period) f
        FULL JOIN (SELECT period, sum(closing) AS value FROM analytics.trial_balance
                    WHERE account = '1300' GROUP BY period) t USING (period)
       WHERE coalesce(f.value, 0) <> coalesce(t.value, 0)
      """)
    try expectNone(
      """
      SELECT * FROM (SELECT period, item, sum(closing) AS value, sum(closing_quantity) AS quantity
                       FROM analytics.pool_certificate GROUP BY period, item) f
        FULL JOIN (SELECT period, item, sum(value_left) AS value, sum(quantity_left) AS quantity
                     FROM analytics.cost_layer GROUP BY period, item) l USING (period, item)
       WHERE coalesce(f.value, 0) <> coalesce(l.value, 0)
          OR coalesce(f.quantity, 0) <> coalesce(l.quantity, 0)
      """)
    try expectNone(
      """
      SELECT * FROM analytics.pool_certificate
       WHERE opening + received + adjusted <> issued + closing
          OR opening_quantity + received_quantity + adjusted_quantity
             <> issued_quantity + closing_quantity
      """)
    #expect(
      try installation.published(
        """
        SELECT count(*) FROM analytics.tie_out
         WHERE period = '2015-P02' AND name LIKE 'certificate_%' AND outcome = 'equal'
        """) == "3")
  }

  @Test("Every row read has a fate, and the rows are the source's")
  func rows() throws {
    for (stream, sql) in [
      ("sales_invoices", "SELECT count(DISTINCT ordernumber) FROM aws.sales"),
      ("sales_invoice_lines", "SELECT count(*) FROM aws.sales"),
      ("credit_notes", "SELECT count(*) FROM aws.returns"),
      (
        "purchase_orders",
        "SELECT count(*) FROM aw.purchaseorderheader WHERE orderdate < '2014-09-01'"
      ),
      // Complete orders' lines and, by rule, those received on orders that are not complete.
      (
        "goods_receipt_lines",
        "SELECT count(*) FROM aw.purchaseorderdetail WHERE duedate < '2014-09-01'"
      ),
    ] {
      let read = try installation.published(
        """
        SELECT expected_count FROM analytics.tie_out
         WHERE name = 'rows' AND subject = '\(stream)' AND outcome = 'equal'
           AND expected_count = actual_count
        """)
      #expect(try installation.recorded(sql) == read, "\(stream)")
    }
  }

  @Test("Of every stream count, quantity and exact amount are the source's, by fate and rule")
  func tally() throws {
    try expectNone(
      """
      SELECT stream, currency FROM (
        SELECT stream, coalesce(currency, '') AS currency, CASE fate WHEN 'read' THEN 1 ELSE -1 END
                 * coalesce(amount, 0) AS amount FROM analytics.stream_tally) f
       GROUP BY 1, 2 HAVING sum(amount) <> 0
      """)
    try expectSame(
      published: """
        SELECT stream, fate, rule, sum(row_count), trim_scale(sum(amount)),
               trim_scale(sum(quantity))
          FROM analytics.stream_tally
         WHERE stream IN ('sales_invoices', 'sales_invoice_lines', 'purchase_bills')
            OR stream = 'goods_receipt_lines' AND fate <> 'read'
         GROUP BY 1, 2, 3 ORDER BY stream COLLATE "C", fate COLLATE "C", rule COLLATE "C"
        """,
      recorded: """
        WITH \(Self.complete), sold AS (
          SELECT s.ordernumber, s.orderquantity, s.orderquantity * p.productprice AS value
            FROM aws.sales s JOIN aws.products p USING (productkey)
        ), received AS (
          SELECT h.status, d.receivedqty - d.rejectedqty AS quantity,
                 (d.receivedqty - d.rejectedqty) * d.unitprice AS value
            FROM aw.purchaseorderheader h JOIN aw.purchaseorderdetail d USING (purchaseorderid)
           WHERE d.duedate < '2014-09-01'
        ), part AS (
          SELECT 'sales_invoices' AS stream, 'posted' AS fate, NULL AS rule,
                 count(DISTINCT ordernumber) AS rows, sum(value) AS value, 0 AS quantity FROM sold
          UNION ALL
          SELECT 'sales_invoice_lines', 'posted', NULL, count(*), sum(value), sum(orderquantity)
            FROM sold
          UNION ALL
          SELECT 'purchase_bills', 'posted', NULL, count(*),
                 sum(accepted + round(taxamt * accepted / subtotal, 4) + freight), 0
            FROM complete WHERE accepted > 0 AND billed_on < '2014-09-01'
          UNION ALL
          SELECT 'goods_receipt_lines', 'posted', NULL, count(*), sum(value), sum(quantity)
            FROM received WHERE status = 4
          UNION ALL
          SELECT 'goods_receipt_lines', 'excluded',
                 CASE status WHEN 1 THEN 'order_pending' WHEN 2 THEN 'order_approved_not_complete'
                             ELSE 'order_rejected' END, count(*), sum(value), sum(quantity)
            FROM received WHERE status <> 4 GROUP BY status
        )
        SELECT stream, fate, rule, rows, trim_scale(value), trim_scale(quantity)
          FROM (SELECT * FROM part
                UNION ALL
                SELECT stream, 'read', NULL, rows, value, quantity FROM part
                 WHERE stream <> 'goods_receipt_lines') f
         ORDER BY stream COLLATE "C", fate COLLATE "C", rule COLLATE "C"
        """)
  }

  // MARK: Sales

  @Test("Revenue and refunds by month are the orders at their products' price, rounded per order")
  func revenue() throws {
    try expectSame(
      published: """
        SELECT to_char(date, 'YYYY-MM'), sum(credit - debit)
          FROM analytics.journal_line WHERE event = 'sales_invoices' AND account_class = 'income'
         GROUP BY 1 ORDER BY 1
        """,
      recorded: """
        SELECT to_char(day, 'YYYY-MM'), sum(total)
          FROM (SELECT s.orderdate - interval '3 years' AS day,
                       round(sum(s.orderquantity * p.productprice), 2) AS total
                  FROM aws.sales s JOIN aws.products p USING (productkey)
                 GROUP BY s.ordernumber, s.orderdate) o
         GROUP BY 1 ORDER BY 1
        """)
    try expectSame(
      published: """
        SELECT to_char(date, 'YYYY-MM'), sum(debit - credit)
          FROM analytics.journal_line WHERE event = 'credit_notes' AND account_class = 'income'
         GROUP BY 1 ORDER BY 1
        """,
      recorded: """
        SELECT to_char(r.returndate - interval '3 years', 'YYYY-MM'),
               sum(round(r.returnquantity * p.productprice, 2))
          FROM aws.returns r JOIN aws.products p USING (productkey)
         GROUP BY 1 ORDER BY 1
        """)
  }

  @Test("Units sold and returned by item and month are those of the orders and returns")
  func units() throws {
    try expectSame(
      published: """
        SELECT kind, item, to_char(date, 'YYYY-MM') AS month, abs(sum(quantity))::int8
          FROM analytics.stock_ledger WHERE kind IN ('issue', 'customer_return')
         GROUP BY 1, 2, 3 ORDER BY kind, item COLLATE "C", month
        """,
      recorded: """
        SELECT kind, sku, to_char(day - interval '3 years', 'YYYY-MM') AS month, sum(quantity)::int8
          FROM (SELECT 'issue' AS kind, productkey, orderdate AS day, orderquantity AS quantity
                  FROM aws.sales
                UNION ALL
                SELECT 'customer_return', productkey, returndate, returnquantity FROM aws.returns) m
          JOIN (SELECT productkey, productsku AS sku FROM aws.products) p USING (productkey)
         GROUP BY 1, 2, 3 ORDER BY kind, sku COLLATE "C", month
        """)
  }

  // MARK: Purchases

  /// Orders that are complete, with the exact value of what was accepted.
  private static let complete = """
    complete AS (
      SELECT h.purchaseorderid, v.accountnumber AS vendor, h.taxamt, h.subtotal, h.freight,
             max(d.duedate)::date AS billed_on,
             sum((d.receivedqty - d.rejectedqty) * d.unitprice) AS accepted
        FROM aw.purchaseorderheader h
        JOIN aw.purchaseorderdetail d USING (purchaseorderid)
        JOIN aw.vendor v ON v.businessentityid = h.vendorid
       WHERE h.status = 4
       GROUP BY h.purchaseorderid, v.accountnumber, h.taxamt, h.subtotal, h.freight)
    """

  @Test("Payables by vendor are accepted goods with their tax and freight, rounded per order")
  func payables() throws {
    try expectSame(
      published: """
        SELECT partner, count(*), -sum(residual) FROM analytics.open_item
         WHERE ledger = 'payable' AND period = '2015-P02' GROUP BY partner
         ORDER BY partner COLLATE "C"
        """,
      recorded: """
        WITH \(Self.complete)
        SELECT vendor, count(*),
               sum(round(accepted + round(taxamt * accepted / subtotal, 4) + freight, 2))
          FROM complete WHERE accepted > 0 AND billed_on <= '2014-08-31'
         GROUP BY vendor ORDER BY vendor COLLATE "C"
        """)
  }

  @Test(
    "Accepted value and units by vendor are those of complete orders; what was rejected stays out")
  func accepted() throws {
    // Cents are handed out per order: the rounded total first, then the largest remainders.
    try expectSame(
      published: """
        SELECT partner, sum(debit - credit) FROM analytics.journal_line
         WHERE event = 'purchase_bills' AND account = '2010' GROUP BY partner
         ORDER BY partner COLLATE "C"
        """,
      recorded: """
        WITH \(Self.complete), part AS (
          SELECT purchaseorderid, vendor, d.purchaseorderdetailid AS line,
                 (d.receivedqty - d.rejectedqty) * d.unitprice * 100 AS cents
            FROM complete JOIN aw.purchaseorderdetail d USING (purchaseorderid)
           WHERE d.receivedqty > d.rejectedqty AND billed_on <= '2014-08-31'
          UNION ALL
          SELECT purchaseorderid, vendor, -1, freight * 100 FROM complete
           WHERE accepted > 0 AND billed_on <= '2014-08-31'
          UNION ALL
          SELECT purchaseorderid, vendor, -2, round(taxamt * accepted / subtotal, 4) * 100
            FROM complete WHERE accepted > 0 AND billed_on <= '2014-08-31'
        ), ranked AS (
          SELECT *, round(sum(cents) OVER w) - sum(floor(cents)) OVER w AS left_over,
                 row_number() OVER (PARTITION BY purchaseorderid
                                    ORDER BY cents - floor(cents) DESC, line) AS turn
            FROM part WINDOW w AS (PARTITION BY purchaseorderid)
        )
        SELECT vendor, round(sum(floor(cents) + (turn <= left_over)::int) / 100, 2)
          FROM ranked WHERE line > 0 GROUP BY vendor ORDER BY vendor COLLATE "C"
        """)
    try expectSame(
      published: """
        SELECT sum(quantity)::int8 FROM analytics.stock_ledger WHERE kind = 'receipt'
        """,
      recorded: """
        SELECT sum(receivedqty - rejectedqty)::int8
          FROM aw.purchaseorderdetail JOIN aw.purchaseorderheader USING (purchaseorderid)
         WHERE status = 4 AND duedate < '2014-09-01'
        """)
  }

  @Test(
    "Received and rejected value by vendor are those of complete orders, each line rounded to the cent"
  )
  func rejected() throws {
    try expectSame(
      published: """
        SELECT partner, sum(line_count), sum(rejected_line_count),
               sum(accepted_quantity + rejected_quantity)::int8, sum(rejected_quantity)::int8,
               sum(accepted + rejected), sum(rejected)
          FROM analytics.supplier_receipt GROUP BY partner ORDER BY partner COLLATE "C"
        """,
      recorded: """
        SELECT v.accountnumber, count(*), count(*) FILTER (WHERE rejectedqty > 0),
               sum(receivedqty)::int8, sum(rejectedqty)::int8,
               sum(round((receivedqty - rejectedqty) * unitprice, 2)
                   + round(rejectedqty * unitprice, 2)),
               sum(round(rejectedqty * unitprice, 2))
          FROM aw.purchaseorderheader h
          JOIN aw.purchaseorderdetail d USING (purchaseorderid)
          JOIN aw.vendor v ON v.businessentityid = h.vendorid
         WHERE h.status = 4 AND duedate < '2014-09-01' AND receivedqty > 0
         GROUP BY 1 ORDER BY v.accountnumber COLLATE "C"
        """)
    #expect(
      try installation.published(
        "SELECT sum(rejected), sum(rejected_line_count) FROM analytics.supplier_receipt")
        == "685702.37|399")
    try expectNone(
      """
      SELECT period, partner, item, count(*) FROM analytics.supplier_receipt
       GROUP BY 1, 2, 3 HAVING count(*) > 1
      """)
  }

  // MARK: Stock

  @Test("Quantity on hand by item is the company's own inventory, 335,974 in all")
  func onHand() throws {
    try expectSame(
      published: """
        SELECT item, sum(quantity_left)::int8 FROM analytics.cost_layer WHERE period = '2015-P02'
         GROUP BY item ORDER BY item COLLATE "C"
        """,
      recorded: """
        SELECT p.productnumber, sum(i.quantity)::int8
          FROM aw.productinventory i JOIN aw.product p USING (productid)
         GROUP BY 1 HAVING sum(i.quantity) <> 0 ORDER BY p.productnumber COLLATE "C"
        """)
    #expect(
      try installation.published(
        "SELECT sum(quantity_left)::int8 FROM analytics.cost_layer WHERE period = '2015-P02'")
        == "335974")
  }

  @Test(
    "Made goods stand at the standard in force at the period's end",
    arguments: [("2012-P10", "2012-04-30"), ("2013-P11", "2013-05-31"), ("2015-P02", "2014-08-31")])
  func standards(period: String, day: String) throws {
    let layers = try installation.published(
      """
      SELECT string_agg(format('(%L,%s)', item, quantity), ',' ORDER BY item COLLATE "C")
        FROM (SELECT item, sum(quantity_left) AS quantity FROM analytics.cost_layer
               WHERE period = '\(period)' GROUP BY item) l
      """)
    let rows = try installation.recorded(
      """
      SELECT p.productnumber, round(l.quantity * h.standardcost, 2)
        FROM (VALUES \(layers)) l (item, quantity)
        JOIN aw.product p ON p.productnumber = l.item
        JOIN aw.productcosthistory h
          ON h.productid = p.productid AND date '\(day)' >= h.startdate::date
         AND (h.enddate IS NULL OR date '\(day)' <= h.enddate::date)
       WHERE p.makeflag AND p.standardcost > 0
       ORDER BY p.productnumber COLLATE "C"
      """
    ).split(separator: "\n")
    #expect(rows.count > 30)
    let values = try installation.published(
      """
      SELECT item, sum(value_left) FROM analytics.cost_layer WHERE period = '\(period)'
       GROUP BY item
      """
    ).split(separator: "\n")
    #expect(rows.filter { !Set(values).contains($0) }.isEmpty)
  }

  @Test("Opening, movements and closing of every item conserve quantity")
  func conservation() throws {
    try expectNone(
      """
      SELECT * FROM (SELECT item, sum(quantity) AS q FROM analytics.stock_ledger GROUP BY item) m
        FULL JOIN (SELECT item, sum(quantity_left) AS q FROM analytics.cost_layer
                    WHERE period = '2015-P02' GROUP BY item) l USING (item)
       WHERE coalesce(m.q, 0) <> coalesce(l.q, 0)
      """)
    try expectNone(
      """
      SELECT movement_seq FROM analytics.stock_ledger
       WHERE pool_quantity < 0 OR (pool_quantity = 0 AND pool_value <> 0)
      """)
  }
}
