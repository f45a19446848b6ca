import AccountingValues
import Definitions
import Expressions
import Extraction
import GeneralLedger
import Inventory
import Subledgers
import Testing
import Warehouse

@testable import Jobs

/// A company's rows as a test writes them, one CSV text per stream, with every check of the
/// contracts: a close without a database.
final class RowsAtHand: CloseReader {
  private let texts: [String: String]
  private(set) var tallies: [String: StreamTally] = [:]
  private(set) var findings: [Finding] = []

  /// The first line of a stream's text names its columns.
  init(_ texts: [String: String]) { self.texts = texts }

  func feeds(_ stream: String) -> Bool { texts[stream] != nil }

  func each(
    _ stream: String, _ body: (StreamRow, CivilDate) throws(JobError) -> RowFate
  ) throws(JobError) {
    let rows = try translating { try self.reader(stream) }
    while let row = try translating({ try rows.next() }) {
      let fate = try body(row, row.order?.date ?? .earliest)
      note(row, fate, rows)
    }
    finish(rows)
  }

  func eachDocument(
    _ headers: String, lines: String,
    _ body: (StreamRow, [StreamRow], CivilDate) throws(JobError) -> RowFate
  ) throws(JobError) {
    let headerRows = try translating { try self.reader(headers) }
    let lineRows = try translating { try self.reader(lines) }
    let documents = DocumentReader(headers: headerRows, lines: lineRows)
    while let document = try translating({ try documents.next() }) {
      let fate = try body(
        document.header, document.lines, document.header.order?.date ?? .earliest)
      note(document.header, fate, headerRows)
      for line in document.lines { note(line, fate, lineRows) }
    }
    finish(headerRows)
    finish(lineRows)
  }

  private func reader(_ stream: String) throws -> StreamReader {
    let contract = try #require(StreamCatalogue.contract(named: stream))
    return try CSVStream.reader(
      contract, from: CSVReader(file: "\(stream).csv", text: texts[stream] ?? ""), ReadRequest())
  }

  private func note(_ row: StreamRow, _ fate: RowFate, _ reader: StreamReader) {
    switch fate {
    case .posted: reader.tally.post(row)
    case .held: reader.tally.hold(row)
    case .excluded(let rule): reader.tally.exclude(row, rule: rule)
    case .quarantined: reader.tally.quarantine(row)
    }
  }

  private func finish(_ reader: StreamReader) {
    tallies[reader.stream] = reader.tally
    findings += reader.findings
  }
}

/// The books of a small company in EUR, with the shipped chart, roles and rules, closed from rows at
/// hand.
struct SmallBooks {
  let close: CompanyClose
  let result: CloseResult
  let journal: JournalBatch
  let rows: RowsAtHand

  static let euro = ShippedPostingTests.eur

  /// Closes the rows as of a day. Rates are EUR per unit of the other currency, by its code and day.
  init(
    _ texts: [String: String], goLive: String = "2026-01-01", asOf: String = "2026-03-31",
    buckets: [Int] = [30, 60, 90, 120], rates: [(currency: String, day: String, rate: String)] = [],
    filedUntil: String? = nil
  ) throws {
    rows = RowsAtHand(texts)
    let calendar = try #require(FiscalCalendar(monthlyFrom: 1))
    let ageing = try #require(AgeingScheme(upperBounds: buckets))
    var scope = CloseScope(
      company: "demo", name: "Demo", base: Self.euro, calendar: calendar,
      asOf: ShippedPostingTests.day(asOf), knownAt: nil, goLive: ShippedPostingTests.day(goLive),
      openFrom: ShippedPostingTests.day(goLive), receiptsFirst: false,
      costing: CostingPolicy(method: .fifo, negativeStock: .allow, returnCost: .original),
      ageing: ageing, defaultDueDays: Dated(30),
      roundingLimit: Dated(try ExactDecimal(parsing: "0.05")))
    scope.filedUntil = filedUntil.map(ShippedPostingTests.day)
    let quotes = try rates.map { quote in
      try ExchangeRate(
        from: ShippedPostingTests.currency(quote.currency), to: Self.euro, kind: .spot,
        date: ShippedPostingTests.day(quote.day), rate: ExactDecimal(parsing: quote.rate))
    }
    close = CompanyClose(
      scope: scope, plan: try ShippedPostingTests.shippedPlan(), rates: RateTable(quotes),
      reader: rows)
    result = try close.run { _ in }
    journal = close.ledger.takeBatch()
  }

  /// The closing balance of an account in base currency, debit positive, as `-12.30`.
  func balance(_ account: String) -> String {
    var sum: Int64 = 0
    for row in result.balances.last?.trialBalance.rows ?? [] {
      if case .account(let index) = row.subject, close.plan.chart[index].code == account {
        sum += row.base.closingMinor
      }
    }
    return Money(minor: sum, in: Self.euro).description
  }

  /// The lines of the entries of some events, in order, as `Dr 2010 30.00 EUR`.
  func entries(_ kinds: String...) -> [String] {
    journal.entries.filter { kinds.contains($0.kind.rawValue) }.flatMap { entry in
      entry.lines.map { position in
        let line = journal.lines[position]
        let amount = Money(minor: line.amountMinor, in: line.currency)
        let base = Money(minor: line.baseMinor, in: Self.euro)
        return
          "\(line.side == .debit ? "Dr" : "Cr") \(close.plan.chart[line.account].code) \(amount)"
          + (line.currency == Self.euro ? "" : " = \(base)")
      }
    }
  }

  /// What stands open on the last day, as the warehouse gets it.
  func openRows() throws -> OpenItemRows {
    func numbers(_ count: Int) -> [Int64] { (0..<count).map(Int64.init) }
    let ids = CloseIdentities(
      items: numbers(close.masters.items.count), partners: numbers(close.masters.partners.count),
      places: numbers(close.masters.places.count),
      accounts: numbers(close.plan.chart.accounts.count), documents: [:])
    return OpenItemRows(
      close: close, subledger: result.subledger, ids: ids, day: close.scope.asOf)
  }

  /// The same in words: `I-1 due 2026-02-15: 17.00 of 33.00, 14 days, 1_30`, debit positive.
  var openItems: [String] {
    guard let rows = try? openRows() else { return [] }
    func amount(_ minor: Int64, _ currency: String) -> String {
      let money = Money(minor: minor, in: ShippedPostingTests.currency(currency)).description
      return String(money.dropLast(4))
    }
    return zip(rows.items, rows.ageing).map { item, aged in
      "\(item.documentNumber ?? "") due \(item.dueDate?.description ?? "-"): "
        + "\(amount(item.residualMinor, item.currency)) of \(amount(item.originalMinor, item.currency)), "
        + "\(aged.daysOverdue) days, \(aged.bucketName)"
    }
  }

  /// References that more than one entry bears.
  var sharedReferences: [String] {
    Dictionary(grouping: journal.entries, by: \.reference).values.filter { $0.count > 1 }
      .map { "\($0[0].kind.rawValue) \($0[0].document)" }.sorted()
  }

  /// Codes of the findings, of rows and of the close, sorted.
  var codes: [String] { (result.findings + rows.findings).map(\.code).sorted() }

  /// Comparisons that do not agree.
  var differences: [String] {
    result.tieOuts.filter { $0.outcome == .different }.map(\.name)
  }
}
