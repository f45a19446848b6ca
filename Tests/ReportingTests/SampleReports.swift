import AccountingValues
import Reporting
import Tables

/// Small, believable reports of an invented company, for goldens and for looking at.
enum SampleReports {
  static func currency(_ code: String) -> Currency {
    guard let currency = Currency(code: code) else { fatalError("\(code) is not a currency") }
    return currency
  }

  static func date(_ text: String) -> CivilDate {
    guard let date = CivilDate(text) else { fatalError("\(text) is not a date") }
    return date
  }

  static let euro = currency("EUR")

  static func euros(_ minor: Int64) -> Cell { .money(Money(minor: minor, in: euro)) }

  static var face: ReportFace {
    ReportFace(
      companyCode: "NORD", companyName: "Nordwind Cycles & Parts GmbH", baseCurrency: euro,
      period: "2026-10", periodTitle: "1 October 2026 – 31 October 2026",
      asOf: date("2026-10-31"), dataThrough: date("2026-10-30"),
      closeID: "3f2a9c01b7de44a0c6f1d2e3b4a5968778695a4b3c2d1e0ff0e1d2c3b4a59687",
      standing: .provisional,
      assumptions: [
        "The source keeps no date of payment for supplier bills; the bill's due date is taken, which "
          + "moves the payment by at most one run of payments (Tuesdays and Fridays).",
        "Opening stock has no cost in the source: the standard cost of its first day is taken.",
      ],
      policies: [
        .init(
          label: "Costing method", value: "FIFO per company and item; returns at original cost"),
        .init(label: "Revenue", value: "On delivery"), .init(label: "Framework", value: "IFRS"),
      ],
      acceptedFindings: [
        .init(
          code: "INV-012", document: "GR-10442", amount: Money(minor: 123_450, in: euro),
          acceptance:
            "Price agreed by telephone, confirmation follows. Accepted by A. Kern until 2026-12-31."
        )
      ])
  }

  static var tieOut: Table {
    let tieOuts = [
      TieOut(
        check: "Inventory control account = cost layers", leftSide: "Account 1400",
        left: Money(minor: 48_211_907, in: euro), rightSide: "Layers",
        right: Money(minor: 48_211_907, in: euro)),
      TieOut(
        check: "Trade receivables = open items", leftSide: "Account 1200",
        left: Money(minor: 1_255_000, in: euro), rightSide: "Open items",
        right: Money(minor: 1_252_500, in: euro)),
      TieOut(
        check: "Goods in transit between companies", leftSide: "Account 1490", left: nil,
        rightSide: "Transfers under way", right: nil),
    ]
    do { return try TieOut.table(tieOuts) } catch { fatalError("\(error)") }
  }

  // MARK: Trial balance

  static var trialBalance: ReportDefinition {
    func amount(_ name: String, _ title: String) -> ReportColumn {
      ReportColumn(Column(name: name, title: title, type: .money(.base)), total: .sum)
    }
    return ReportDefinition(
      name: "trial_balance", title: "Trial balance",
      description: "Opening, movement and closing of every account, from the same journal lines as "
        + "the general ledger.",
      parameters: ["company", "period"], streams: [], checks: [],
      notes: ["Debit is positive, credit is in parentheses."],
      sheets: [
        SheetDefinition(
          name: "trial_balance", title: "Trial balance", grain: "one row per account",
          dataset: "trial_balance", orientation: .portrait,
          columns: [
            ReportColumn(Column(name: "account", title: "Account", type: .code)),
            ReportColumn(Column(name: "account_name", title: "Name", type: .text)),
            amount("opening", "Opening balance"), amount("debit", "Debit"),
            amount("credit", "Credit"), amount("closing", "Closing balance"),
          ], order: ["account"])
      ])
  }

  static var trialBalanceRows: Table {
    let rows: [(String, String, Int64, Int64, Int64)] = [
      ("0420", "Office equipment", 2_450_000, 0, 0),
      ("1200", "Trade receivables", 980_000, 4_215_050, 3_940_050),
      ("1400", "Inventory", 47_003_112, 6_120_040, 4_911_245),
      ("1800", "Bank", 11_240_077, 3_940_050, 5_610_000),
      ("1600", "Trade payables", -6_890_533, 5_610_000, 6_120_040),
      ("2900", "Share capital", -50_000_000, 0, 0),
      ("2970", "Retained earnings", -4_782_656, 0, 0),
      ("4000", "Revenue", 0, 0, 4_215_050),
      ("5000", "Cost of goods sold", 0, 4_911_245, 0),
    ]
    return Table(
      columns: trialBalance.sheets[0].columns.map(\.column),
      rows: rows.map { account, name, opening, debit, credit in
        [
          .text(account), .text(name), euros(opening), euros(debit), euros(credit),
          euros(opening + debit - credit),
        ]
      })
  }

  // MARK: Stock ledger

  static var stockLedger: ReportDefinition {
    ReportDefinition(
      name: "stock_ledger", title: "Stock ledger",
      description: "Every movement with the cost it carried.",
      sheets: [
        SheetDefinition(
          name: "stock_ledger", title: "Stock ledger", grain: "one row per movement",
          dataset: "stock_ledger",
          columns: [
            ReportColumn(Column(name: "warehouse", title: "Warehouse", type: .text)),
            ReportColumn(Column(name: "item", title: "Item", type: .code)),
            ReportColumn(Column(name: "day", title: "Date", type: .date)),
            ReportColumn(Column(name: "recorded_at", title: "Recorded", type: .timestamp)),
            ReportColumn(Column(name: "document", title: "Document", type: .code)),
            ReportColumn(
              Column(name: "quantity", title: "Quantity", type: .quantity, unit: "stock units"),
              total: .subtotal),
            ReportColumn(Column(name: "unit_cost", title: "Unit cost", type: .unitCost)),
            ReportColumn(Column(name: "value", title: "Value", type: .money(.base)), total: .sum),
            ReportColumn(
              Column(name: "billed", title: "Billed amount", type: .money(.column("currency"))),
              total: .sum),
            ReportColumn(Column(name: "currency", title: "Currency", type: .code)),
            ReportColumn(Column(name: "rate", title: "Rate", type: .rate)),
            ReportColumn(Column(name: "share", title: "Share of value", type: .percent)),
            ReportColumn(Column(name: "age_days", title: "Age", type: .integer, unit: "days")),
            ReportColumn(Column(name: "estimated", title: "Estimated cost", type: .boolean)),
          ], groups: ["warehouse", "item"], order: ["warehouse", "item", "day"])
      ])
  }

  static var stockLedgerRows: Table {
    let dollar = currency("USD")
    let yen = currency("JPY")
    func row(
      _ warehouse: String, _ item: String, _ day: String, _ document: String, _ micros: Int64,
      _ cost: Int64, _ value: Int64, _ billed: Money, _ age: Int64
    ) -> [Cell] {
      let start = Timestamp(startOf: date(day)).microsecondsSince1970
      return [
        .text(warehouse), .text(item), .date(date(day)),
        .timestamp(Timestamp(microsecondsSince1970: start + 36_061_500_000)), .text(document),
        .quantity(Quantity(micros: micros)), .unitCost(UnitCost(micros: cost)), euros(value),
        .money(billed), .text(billed.currency.code), .rate(nanos: 931_879_601),
        .percent(micros: 125_000), .integer(age), .boolean(age > 20),
      ]
    }
    return Table(
      columns: stockLedger.sheets[0].columns.map(\.column),
      rows: [
        row(
          "Hamburg", "00417", "2026-10-02", "GR-10440", 120_000_000, 4_200_000, 50_400,
          Money(minor: 54_080, in: dollar), 29),
        row(
          "Hamburg", "00417", "2026-10-09", "DN-20117", -45_000_000, 4_200_000, -18_900,
          Money(minor: 0, in: dollar), 22),
        row(
          "Hamburg", "SEAL-9", "2026-10-05", "GR-10442", 12_500_000, 98_765_432, 123_457,
          Money(minor: 132_481, in: dollar), 26),
        row(
          "Zürich", "00417", "2026-10-11", "TR-00031", 20_000_000, 4_200_000, 8_400,
          Money(minor: 15_400, in: yen), 20),
        row(
          "Zürich", "00417", "2026-10-20", "CT-00007", -250_000, 4_200_000, -105,
          Money(minor: -193, in: yen), 11),
      ])
  }

  // MARK: Texts that try to be formulas

  /// What an attacker types into a product name.
  static let hostileTexts = [
    "=1+1", "+49 40 123456", "-12.50", "@SUM(A1)", "\t=1+1", "\r=1+1", "\n=1+1", " =1+1",
    "\u{FEFF}=1+1", "\u{200B}=1+1", "\u{FF1D}1+1", "=HYPERLINK(\"http://x\",\"y\")",
    "=cmd|' /C calc'!A0", "'=1+1", "''@x", "a;=1+1;b", "a\n=1+1", "a\t+1", "\"=1+1", "'",
    "_x003D_1+1", "a,=1+1",
  ]

  static var hostile: ReportDefinition {
    ReportDefinition(
      name: "hostile", title: "=Hostile & <b>", description: "=1+1",
      notes: ["@note"],
      sheets: [
        SheetDefinition(
          name: "hostile", title: "Hostile", grain: "one row per text", dataset: "hostile",
          columns: [
            ReportColumn(Column(name: "text", title: "=Text", type: .text)),
            ReportColumn(Column(name: "code", title: "Code", type: .code)),
            ReportColumn(Column(name: "amount", title: "Amount", type: .money(.base)), total: .sum),
          ])
      ])
  }

  static var hostileRows: Table {
    Table(
      columns: hostile.sheets[0].columns.map(\.column),
      rows: hostileTexts.map { [.text($0), .text($0), euros(-1_250)] })
  }
}
