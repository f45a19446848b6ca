import AccountingValues
import Definitions
import Extraction
import GeneralLedger
import Inventory
import Subledgers
import Testing
import Warehouse

@testable import Jobs

/// A close of rows written down in a test: streams as CSV texts, the shipped rules and chart, no
/// server. The company keeps its books in EUR from 1 January 2026 on.
final class PaperBooks {
  private let reader: PaperRows
  private let close: CompanyClose
  let result: CloseResult

  init(
    _ streams: [String: String], method: CostingMethod = .fifo, asOf: String = "2026-03-31",
    isByLocation: Bool = false
  ) throws {
    let configuration = try Configuration.load(
      ConfigurationTree(), streams: Set(StreamCatalogue.all.map(\.name)))
    let list = try #require(configuration.posting.charts["jobs/posting/accounts.csv"])
    let schemas = PostingSchemas.all()
    let base = try #require(Currency(code: "EUR"))
    let plan = try PostingPlan(
      company: "demo", base: base,
      chart: try ChartOfAccounts(
        accounts: list.accounts.map(\.value), groups: list.groups.map(\.value)),
      definitions: PostingDefinitions(
        journals: configuration.posting.journals.map(\.value),
        rules: PostingSchemas.withBaseAmounts(
          configuration.posting.rules.map(\.value), schemas: schemas),
        mappings: configuration.posting.mappings.map(\.value)),
      schemas: schemas, pool: CodePool())
    let goLive = try #require(CivilDate("2026-01-01"))
    let scope = CloseScope(
      company: "demo", name: "Demo", base: base,
      calendar: try #require(FiscalCalendar(monthlyFrom: 1)), asOf: try #require(CivilDate(asOf)),
      knownAt: nil, goLive: goLive, openFrom: goLive, receiptsFirst: false,
      costing: CostingPolicy(
        method: method, negativeStock: .allow, returnCost: .original, isByLocation: isByLocation),
      ageing: try #require(AgeingScheme(upperBounds: [30, 60])), defaultDueDays: Dated(30),
      roundingLimit: Dated(try ExactDecimal(parsing: "0.05")))
    reader = PaperRows(streams, until: scope.asOf)
    close = CompanyClose(scope: scope, plan: plan, rates: try Self.rates(to: base), reader: reader)
    result = try close.run { _ in }
    for problem in reader.problems { Issue.record("\(problem)") }
  }

  /// One US dollar is 0.90 EUR in January and 0.80 from February on.
  private static func rates(to base: Currency) throws -> RateTable {
    let dollar = try #require(Currency(code: "USD"))
    var rates: [ExchangeRate] = []
    for (month, rate) in [(1, "0.9"), (2, "0.8"), (3, "0.8")] {
      for day in 1...28 {
        let date = try #require(CivilDate("2026-0\(month)-\(day < 10 ? "0" : "")\(day)"))
        rates.append(
          try ExchangeRate(
            from: dollar, to: base, kind: .spot, date: date, rate: ExactDecimal(parsing: rate)))
      }
    }
    return RateTable(rates)
  }

  /// The closing balance of an account at the end of a month, debit positive, in minor units.
  func balance(_ code: String, month: Int = 3) -> Int64 {
    guard month <= result.balances.count else { return 0 }
    let rows = result.balances[month - 1].trialBalance.rows
    return rows.reduce(0) { sum, row in
      guard case .account(let index) = row.subject, close.plan.chart[index].code == code else {
        return sum
      }
      return sum + row.base.closingMinor
    }
  }

  /// What an account stands at in US dollars at the end, in minor units.
  func dollars(_ code: String) -> Int64 {
    guard
      let rows = try? close.ledger.trialBalance(
        close.ledger.periods.count - 1...close.ledger.periods.count - 1,
        by: .currency
      ).rows
    else { return .min }
    return rows.reduce(0) { sum, row in
      guard case .account(let index) = row.subject, close.plan.chart[index].code == code,
        row.currency?.code == "USD"
      else { return sum }
      return sum + row.transaction.closingMinor
    }
  }

  /// The layers on hand as people write them: `BIKE 2 for 10.00 of 2026-01-05`.
  var layers: [String] {
    result.costing.layers.map { layer in
      let item = close.masters.items[close.stock.poolKeys[Int(layer.pool)].item].number
      return "\(item) \(Quantity(micros: layer.quantityMicros)) for "
        + "\(FixedPointText.text(layer.valueMinor, decimals: 2, keeping: 2)) of \(layer.ageDate)"
    }
  }

  /// The rows of the stock ledger as they are published; every number of an item or place is 0.
  var stockLedger: [StockLedgerRow] {
    func none(_ count: Int) -> [Int64] { Array(repeating: 0, count: count) }
    let rows = StockLedgerRows(
      close: close, costing: result.costing,
      ids: CloseIdentities(
        items: none(close.masters.items.keys.count),
        partners: none(close.masters.partners.keys.count),
        places: none(close.masters.places.keys.count),
        accounts: none(close.plan.chart.accounts.count), documents: [:]))
    return Array(rows.rows(before: .latest))
  }

  /// Codes of all findings, sorted.
  var findings: [String] { result.findings.map(\.code).sorted() }

  /// The tie-out of a name: both sides, and how it came out.
  func tie(_ name: String) -> String {
    guard let tie = result.tieOuts.first(where: { $0.name == name }) else { return "none" }
    return "\(tie.expectedMinor ?? 0) \(tie.actualMinor ?? 0) \(tie.outcome.rawValue)"
  }
}

/// Streams as CSV texts.
private final class PaperRows: CloseReader {
  private let streams: [String: String]
  private let until: CivilDate
  private(set) var problems: [Finding] = []

  init(_ streams: [String: String], until: CivilDate) {
    self.streams = streams
    self.until = until
  }

  func feeds(_ stream: String) -> Bool { streams[stream] != nil }

  private func reader(_ stream: String) throws(JobError) -> StreamReader {
    guard let contract = StreamCatalogue.contract(named: stream) else {
      accountingFault("there is no stream \(stream)")
    }
    return try translating {
      try CSVStream.reader(
        contract, from: CSVReader(file: stream + ".csv", text: self.streams[stream] ?? ""),
        ReadRequest(
          company: nil, from: nil, to: self.until.adding(days: 1), knownAt: nil,
          receiptsFirst: false))
    }
  }

  func each(
    _ stream: String, _ body: (StreamRow, CivilDate) throws(JobError) -> RowFate
  ) throws(JobError) {
    let reader = try reader(stream)
    while let row = try translating({ try reader.next() }) {
      _ = try body(row, row.order?.date ?? until)
    }
    problems += reader.findings
  }

  func eachDocument(
    _ headers: String, lines: String,
    _ body: (StreamRow, [StreamRow], CivilDate) throws(JobError) -> RowFate
  ) throws(JobError) {
    let documents = DocumentReader(headers: try reader(headers), lines: try reader(lines))
    while let document = try translating({ try documents.next() }) {
      _ = try body(
        document.header, document.lines, document.header.order?.date ?? until)
    }
  }
}
