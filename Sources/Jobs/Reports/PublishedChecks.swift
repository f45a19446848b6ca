import AccountingValues
import PostgresClient
import Reporting
import Tables
import Warehouse

/// What a published run compared and what of it was accepted, as its reports print it: a report that
/// is written again says the same as the first one did.
struct PublishedChecks {
  let tieOuts: [TieOut]
  let accepted: [ReportFace.AcceptedFinding]

  init(run: Int32, period: FiscalPeriod, reader: DatasetReader) throws {
    let leaf: [Parameter] = [.integer(Int64(run)), .integer(Int64(period.id))]
    var tieOuts: [TieOut] = []
    try Self.read(Self.comparisons, leaf, reader) { tieOuts.append(TieOut(published: $0)) }
    var accepted: [ReportFace.AcceptedFinding] = []
    try Self.read(Self.acceptances, leaf, reader) { accepted.append(.init(published: $0)) }
    self.tieOuts = tieOuts
    self.accepted = accepted
  }

  private static let comparisons = Dataset(
    name: "published tie-outs",
    query: QueryText(
      pieces: [
        "SELECT name, subject, currency, expected, actual, expected_count, actual_count "
          + "FROM analytics.tie_out WHERE run_id = ", " AND period_id = ", " ORDER BY tie_out_seq",
      ], parameterNumbers: [1, 2]),
    columns: [
      Column(name: "name", type: .code), Column(name: "subject", type: .text),
      Column(name: "currency", type: .code),
      Column(name: "expected", type: .money(.column("currency"))),
      Column(name: "actual", type: .money(.column("currency"))),
      Column(name: "expected_count", type: .integer),
      Column(name: "actual_count", type: .integer),
    ])

  private static let acceptances = Dataset(
    name: "published acceptances",
    query: QueryText(
      pieces: [
        "SELECT code, document, currency, amount, accepted FROM analytics.finding "
          + "WHERE accepted IS NOT NULL AND run_id = ", " AND period_id = ",
        " ORDER BY finding_seq",
      ], parameterNumbers: [1, 2]),
    columns: [
      Column(name: "code", type: .code), Column(name: "document", type: .text),
      Column(name: "currency", type: .code),
      Column(name: "amount", type: .money(.column("currency"))),
      Column(name: "accepted", type: .text),
    ])

  private static func read(
    _ dataset: Dataset, _ parameters: [Parameter], _ reader: DatasetReader,
    _ each: ([Cell]) -> Void
  ) throws {
    var rows = try reader.rows(dataset, parameters)
    while let batch = try rows.next() {
      for index in 0..<batch.rowCount { each(Array(batch[index])) }
    }
  }
}

extension TieOut {
  /// From the columns of `comparisons`.
  fileprivate init(published row: [Cell]) {
    name = row[0].words
    subject = row[1].words
    currency = Currency(code: row[2].words)
    if case .money(let money) = row[3] { expectedMinor = money.minor }
    if case .money(let money) = row[4] { actualMinor = money.minor }
    if case .integer(let count) = row[5] { expectedCount = count }
    if case .integer(let count) = row[6] { actualCount = count }
  }
}

extension ReportFace.AcceptedFinding {
  /// From the columns of `acceptances`.
  fileprivate init(published row: [Cell]) {
    var amount: Money?
    if case .money(let money) = row[3] { amount = money }
    self.init(
      code: row[0].words, document: row[1].words, amount: amount, acceptance: row[4].words)
  }
}

extension Cell {
  fileprivate var words: String {
    if case .text(let text) = self { text } else { "" }
  }
}
