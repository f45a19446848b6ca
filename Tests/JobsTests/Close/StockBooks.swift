import AccountingValues
import Definitions
import Extraction
import GeneralLedger
import Inventory
import Subledgers
import Testing

@testable import Jobs

/// A company of a few rows, closed in memory: no server, the shipped chart and rules. It keeps its
/// books in EUR and is closed for March 2026.
struct StockBooks {
  /// What stands below `costing:` in the company's file, one line each.
  var costing: [String] = []
  /// Further lines of the company's file.
  var company: [String] = []
  /// Rows added to the shipped chart of accounts.
  var accounts: [String] = []
  /// Rows by stream: a header and lines of CSV.
  var streams: [String: [String]] = [:]

  static let movementColumns =
    "movement_key,accounting_date,kind,item_key,location_key,quantity,price_state,value"

  /// Books with movements of the columns above; the date is a day of March.
  init(costing: [String] = [], company: [String] = [], movements: [String]) {
    self.costing = costing
    self.company = company
    streams["items"] = ["item_key,number,name,kind,category", "A,A,Apple,stock,FRUIT"]
    streams["locations"] = [
      "location_key,number,name,kind", "1,HAM,Hamburg,warehouse", "2,BER,Berlin,warehouse",
      "3,VIE,Vienna,warehouse", "9,ROAD,On the road,transit",
    ]
    streams["stock_movements"] = [Self.movementColumns] + movements
  }

  /// Books with movements of further columns, which `more` names.
  init(costing: [String] = [], company: [String] = [], columns more: String, movements: [String]) {
    self.init(costing: costing, company: company, movements: [])
    streams["stock_movements"] = [Self.movementColumns + "," + more] + movements
  }

  /// What a bill's line names.
  enum Billed {
    case receiptLine(String)
    case orderLine(String)
  }

  /// Adds a bill of supplier S for apples, and the supplier where the books have no partners.
  mutating func bill(
    _ number: String, on day: String, for billed: Billed, quantity: Int, _ amount: String,
    in currency: String = "EUR"
  ) {
    let line =
      switch billed {
      case .receiptLine(let key): "\(key),"
      case .orderLine(let key): ",\(key)"
      }
    streams[
      "purchase_bills",
      default: [
        "bill_key,document_number,document_date,accounting_date,currency,partner_key,total"
      ]
    ].append("\(number),\(number),\(day),\(day),\(currency),S,\(amount)")
    streams[
      "purchase_bill_lines",
      default: [
        "bill_key,line_key,accounting_date,line_kind,item_key,receipt_line_key,order_line_key,"
          + "quantity,net_amount"
      ]
    ].append("\(number),1,\(day),stock,A,\(line),\(quantity),\(amount)")
    guard streams["partners"] == nil else { return }
    streams["partners"] = [
      "partner_key,number,name,kind,payment_terms_key", "S,S,Supplier,supplier,N30",
    ]
    streams["payment_terms"] = ["payment_terms_key,name,due_days", "N30,30 days,30"]
  }

  /// Closes March.
  func close() throws -> ClosedStock {
    let definition = try definition()
    let schemas = PostingSchemas.all()
    let configuration = definition.configuration
    var definitions = configuration.posting.definitions(for: definition.company)
    definitions.rules = PostingSchemas.withBaseAmounts(definitions.rules, schemas: schemas)
    let list = try #require(configuration.posting.charts["jobs/posting/small.csv"])
    let base = definition.company.baseCurrency
    let plan = try PostingPlan(
      company: "small", base: base,
      chart: try ChartOfAccounts(
        accounts: list.accounts.map(\.value), groups: list.groups.map(\.value)),
      definitions: definitions, schemas: schemas, pool: CodePool())
    let reader = RowsAtHand(streams.mapValues { $0.map { $0 + "\n" }.joined() })
    let close = CompanyClose(
      scope: CloseScope(
        company: "small", name: "Small", base: base, calendar: definition.company.calendar,
        asOf: try Self.day("2026-03-31"), knownAt: nil, goLive: try Self.day("2026-03-01"),
        openFrom: try Self.day("2026-03-01"), receiptsFirst: false,
        costing: CostingPolicy(definition.company.costing), ageing: definition.company.ageing,
        defaultDueDays: Dated(30), roundingLimit: Dated(definition.company.roundingLimit),
        framework: definition.company.policies.framework,
        writeDownReversal: Dated(definition.company.policies.reversal)),
      plan: plan, rates: RateTable(try reader.rates()), reader: reader)
    let result = try close.run { _ in }
    #expect(reader.findings.isEmpty, "\(reader.findings)")
    return ClosedStock(close: close, result: result, journal: close.ledger.takeBatch())
  }

  func definition() throws -> (configuration: Configuration, company: CompanyDefinition) {
    let lines =
      [
        "name: Small", "base_currency: EUR", "time_zone: UTC", "go_live: 2026-03-01",
        "sources: [{erp: reference, connection: erp}]", "chart: jobs/posting/small.csv",
      ] + company + (costing.isEmpty ? [] : ["costing:"] + costing.map { "  " + $0 })
    let tree = ConfigurationTree(configured: [
      "jobs/nightclose.yaml": """
      version: 1
      warehouse: {uri: "postgresql://localhost/w"}
      connections: {erp: {uri: "postgresql://localhost/e"}}
      output: out
      state: state

      """,
      "jobs/posting/small.csv": (ConfigurationTree.shippedTexts["jobs/posting/accounts.csv"] ?? "")
        + accounts.map { $0 + "\n" }.joined(),
      "jobs/companies/small.yaml": lines.map { $0 + "\n" }.joined(),
    ])
    let configuration = try Configuration.load(
      tree, streams: Set(StreamCatalogue.all.map(\.name)))
    return (configuration, try #require(configuration.company("small")))
  }

  static func day(_ text: String) throws -> CivilDate {
    try #require(CivilDate(text), "no day \(text)")
  }
}

/// Small books after their close, as an accountant writes them down.
struct ClosedStock {
  let close: CompanyClose
  let result: CloseResult
  let journal: JournalBatch

  /// What is left in stock, by pool and in the order in which it goes out.
  var layers: [String] {
    result.costing.layers.map { layer in
      "\(pool(layer.pool)): \(units(layer.quantityMicros)) for \(money(layer.valueMinor))"
        + " of \(layer.ageDate)"
    }.sorted()
  }

  /// The proof of conservation of each pool.
  var certificates: [String] {
    result.costing.output.certificates.map { row in
      "\(pool(row.pool)): \(money(row.flow.openingValueMinor)) + "
        + "\(money(row.flow.receivedValueMinor)) + \(money(row.flow.adjustedValueMinor)) = "
        + "\(money(row.flow.issuedValueMinor)) + \(money(row.closingValueMinor))"
    }.sorted()
  }

  /// Changes of stock value: day, kind, pool, quantity, value, where the value is from.
  var moves: [String] {
    result.costing.output.valued.filter { $0.reason == .movement }.map { row in
      "\(row.date.description.suffix(2)) \(row.kind.rawValue) \(pool(row.pool)) "
        + "\(units(row.quantityMicros)) \(money(row.valueMinor)) \(row.basis.rawValue)"
    }
  }

  /// Closing balances that are not zero, debit positive.
  var balances: [String: String] {
    var balances: [String: String] = [:]
    for row in result.balances.last?.trialBalance.rows ?? [] where row.base.closingMinor != 0 {
      if case .account(let index) = row.subject {
        balances[close.plan.chart[index].code] = money(row.base.closingMinor)
      }
    }
    return balances
  }

  /// Entries of a kind: `03-05 Dr 1301 50.00 Cr 1300 50.00`. Left out are the lines of 9000, which
  /// make each currency of an entry balance by itself.
  func entries(_ kind: String) -> [String] {
    journal.entries.filter { $0.kind.rawValue == kind }.map { entry in
      let lines = entry.lines.map { journal.lines[$0] }.filter {
        close.plan.chart[$0.account].code != "9000"
      }
      let sides = lines.filter { $0.side == .debit } + lines.filter { $0.side == .credit }
      return sides.reduce("\(entry.date.description.suffix(5))") { text, line in
        let foreign =
          line.currency == close.scope.base
          ? "" : " (\(Money(minor: line.amountMinor, in: line.currency)))"
        return text + (line.side == .debit ? " Dr " : " Cr ")
          + "\(close.plan.chart[line.account].code) \(money(line.baseMinor))\(foreign)"
      }
    }
  }

  /// Codes of findings, each once.
  var codes: [String] { Set(result.findings.map(\.code)).sorted() }

  func finding(_ code: String) -> Finding? { result.findings.first { $0.code == code } }

  /// A tie-out: what the subledger says and what the accounts say.
  func tie(_ name: String) -> [String] {
    result.tieOuts.filter { $0.name == name }.flatMap {
      [$0.expectedMinor, $0.actualMinor].map { money($0 ?? 0) }
    }
  }

  private func pool(_ number: Int32) -> String {
    close.stock.label(of: number, masters: close.masters)
  }

  private func units(_ micros: Int64) -> String { "\(Quantity(micros: micros))" }

  private func money(_ minor: Int64) -> String {
    let text = "\(Money(minor: minor, in: close.scope.base))"
    return String(text.filter { "0123456789.-".contains($0) })
  }
}

extension RowsAtHand {
  /// The rates in `fx_rates`.
  fileprivate func rates() throws -> [ExchangeRate] {
    guard feeds("fx_rates") else { return [] }
    var rates: [ExchangeRate] = []
    try each("fx_rates") { (row, _) throws(JobError) in
      guard let from = row.currency("from_currency"), let to = row.currency("to_currency"),
        let date = row.date("rate_date"), let rate = row.decimal("rate"),
        let quoted = try? ExchangeRate(from: from, to: to, kind: .spot, date: date, rate: rate)
      else { return .quarantined }
      rates.append(quoted)
      return .posted
    }
    return rates
  }
}
