import AccountingValues
import PostgresClient
import Reporting
import Tables
import Warehouse

/// The published entries of one company over some days, as a pinned reader sees them: the periods one
/// after the other, their rows streamed.
struct PublishedJournals {
  /// A period with its published figures.
  struct Period {
    let record: PeriodRecord
    let run: PublishedRun
    /// Company, period, run and leaf, as the datasets want them.
    let leaf: [Parameter]
    /// Opening and closing by account and currency.
    let balances: [Position: Balance]
  }

  /// An account in one currency.
  struct Position: Hashable, Comparable {
    let account: Int
    let currency: Currency

    static func < (a: Position, b: Position) -> Bool {
      a.account == b.account ? a.currency < b.currency : a.account < b.account
    }
  }

  /// What an account has in one currency, and in base.
  struct Balance {
    let opening: Amounts
    let closing: Amounts
  }

  /// An amount in its own currency, and in base.
  struct Amounts: Hashable {
    var own: Money
    var base: Money

    func adding(_ other: Amounts) throws(ValueError) -> Amounts {
      Amounts(own: try own.adding(other.own), base: try base.adding(other.base))
    }

    func subtracting(_ other: Amounts) throws(ValueError) -> Amounts {
      Amounts(own: try own.subtracting(other.own), base: try base.subtracting(other.base))
    }
  }

  let company: String
  let base: Currency
  let first: CivilDate
  let last: CivilDate
  let periods: [Period]
  /// Every account that the trial balances of these periods name, by code.
  let accounts: [JournalAccount]
  private let places: [String: Int]
  let datasets: DatasetReader

  /// Reads the trial balances of published periods that follow each other, at least one, of which
  /// the days are wanted that are given; else all.
  init(
    _ records: [PeriodRecord], from: CivilDate?, through: CivilDate?, company: String,
    base: Currency, reader: PinnedReader
  ) throws {
    guard let earliest = records.first?.period.first, let latest = records.last?.period.last else {
      accountingFault("an export of no period")
    }
    self.company = company
    self.base = base
    datasets = reader.datasets
    first = max(from ?? earliest, earliest)
    last = min(through ?? latest, latest)
    var chart = JournalChart()
    var rows: [(PeriodRecord, PublishedRun, [Parameter], [BalanceRow])] = []
    for record in records {
      let id = record.period.id
      let run = try PublishedRun(
        run: reader.runs[id] ?? 0, period: record.period, reader: reader.datasets)
      let leaf = Self.leaf(company, id, reader.runs[id] ?? 0, isFrozen: run.isClosed)
      let found = try Self.balances(leaf, reader.datasets)
      for row in found { chart.add(row) }
      rows.append((record, run, leaf, found))
    }
    (accounts, places) = chart.ordered()
    let places = places
    periods = rows.map { record, run, leaf, found in
      Period(
        record: record, run: run, leaf: leaf,
        balances: Dictionary(
          found.map {
            (Position(account: places[$0.account] ?? 0, currency: $0.currency), $0.balance)
          }, uniquingKeysWith: { first, _ in first }))
    }
  }

  private static func leaf(
    _ company: String, _ period: Int32, _ run: Int32, isFrozen: Bool
  ) -> [Parameter] {
    [
      .text(company), .integer(Int64(period)), .integer(Int64(run)),
      .integer(isFrozen ? 0 : Int64(run)),
    ]
  }

  private static func balances(
    _ leaf: [Parameter], _ datasets: DatasetReader
  ) throws -> [BalanceRow] {
    var found: [BalanceRow] = []
    var rows = try datasets.rows(JournalDatasets.balances, leaf)
    while let batch = try rows.next() {
      for index in 0..<batch.rowCount { found.append(try BalanceRow(batch[index])) }
    }
    return found
  }

  // MARK: Entries

  /// Every transaction of the export, in the order of the file.
  func forEach(_ body: (JournalTransaction) throws -> Void) throws {
    if let opening = try opening() { try body(opening) }
    for (index, period) in periods.enumerated() {
      if index > 0, let carried = try carriedForward(from: periods[index - 1], to: period) {
        try body(carried)
      }
      try forEachEntry(of: period, body)
    }
  }

  /// What stood on the accounts before the first day.
  private func opening() throws -> JournalTransaction? {
    guard let period = periods.first else { return nil }
    var amounts = period.balances.mapValues(\.opening)
    if first > period.record.period.first {
      var rows = try datasets.rows(
        JournalDatasets.movementsBefore,
        period.leaf + [.date(daysSince1970: first.daysSince1970)])
      while let batch = try rows.next() {
        for index in 0..<batch.rowCount {
          var fields = CellFields(batch[index])
          let account = fields.text()
          _ = fields.text()
          let base = fields.money()
          let moved = Amounts(own: fields.money(), base: base)
          let position = Position(account: try place(of: account), currency: moved.own.currency)
          amounts[position] = try amounts[position]?.adding(moved) ?? moved
        }
      }
    }
    return transaction(
      of: amounts, on: first, code: "opening", "Opening balances of \(period.record.name)")
  }

  /// The result of a year, which the trial balance of the next one shows as undistributed until an
  /// entry distributes it: no entry says so, hence the file has to.
  private func carriedForward(from earlier: Period, to later: Period) throws -> JournalTransaction?
  {
    var amounts = later.balances.mapValues(\.opening)
    for (position, balance) in earlier.balances {
      let none = Amounts(own: .zero(position.currency), base: .zero(base))
      amounts[position] = try (amounts[position] ?? none).subtracting(balance.closing)
    }
    let year = earlier.record.period.fiscalYear
    let carried = transaction(
      of: amounts, on: later.record.period.first, code: "result \(year)",
      "Result of fiscal year \(year) carried forward")
    if carried != nil, year == later.record.period.fiscalYear {
      throw JobError(
        .dataBlocked, company: company,
        "\(later.record.name) does not open with what \(earlier.record.name) closed with",
        action: "run `nightclose verify`, which says what was changed")
    }
    return carried
  }

  private func transaction(
    of amounts: [Position: Amounts], on date: CivilDate, code: String, _ description: String
  ) -> JournalTransaction? {
    let postings = amounts.sorted { $0.key < $1.key }
      .filter { !$0.value.own.isZero || !$0.value.base.isZero }
      .map { JournalPosting(account: $0.key.account, amount: $0.value.own, base: $0.value.base) }
    if postings.isEmpty { return nil }
    return JournalTransaction(
      date: date, code: code, description: description, postings: postings)
  }

  private func forEachEntry(
    of period: Period, _ body: (JournalTransaction) throws -> Void
  ) throws {
    let days = [first, last].map { Parameter.date(daysSince1970: $0.daysSince1970) }
    var rows = try datasets.rows(JournalDatasets.lines, period.leaf + days)
    var entry: (seq: Int64, transaction: JournalTransaction)?
    while let batch = try rows.next() {
      for index in 0..<batch.rowCount {
        var fields = CellFields(batch[index])
        let seq = fields.integer()
        if entry?.seq == seq {
          fields.skip(5)
        } else {
          if let entry { try body(entry.transaction) }
          entry = (seq, fields.transaction())
        }
        let account = try place(of: fields.text())
        _ = fields.text()
        let base = fields.money()
        entry?.transaction.postings.append(
          JournalPosting(account: account, amount: fields.money(), base: base))
      }
    }
    if let entry { try body(entry.transaction) }
  }

  private func place(of account: String) throws -> Int {
    guard let place = places[account] else {
      throw JobError(
        .dataBlocked, company: company,
        "account \(account) has journal lines and is not in the trial balance of their period",
        action: "run `nightclose verify`, which says what was changed")
    }
    return place
  }
}

extension CellFields {
  /// Date, number, journal, document and description of an entry, its lines still missing.
  fileprivate mutating func transaction() -> JournalTransaction {
    let date = date()
    let code = text()
    let journal = optionalText()
    let document = optionalText()
    return JournalTransaction(
      date: date, code: code, journal: journal, document: document, description: optionalText(),
      postings: [])
  }
}

/// A row of a trial balance as the export reads it.
private struct BalanceRow {
  let account: String
  let name: String
  let root: JournalAccount.Root
  let currency: Currency
  let balance: PublishedJournals.Balance

  init(_ row: ArraySlice<Cell>) throws {
    var fields = CellFields(row)
    account = fields.text()
    name = fields.text()
    root = Self.root(of: fields.text())
    _ = fields.text()
    let opening = fields.money()
    let ownOpening = fields.money()
    let closing = fields.money()
    let ownClosing = fields.money()
    currency = ownOpening.currency
    balance = .init(
      opening: .init(own: ownOpening, base: opening), closing: .init(own: ownClosing, base: closing)
    )
  }

  private static func root(of accountClass: String) -> JournalAccount.Root {
    switch accountClass {
    case "asset": .assets
    case "liability": .liabilities
    case "equity": .equity
    case "income": .income
    case "expense": .expenses
    default: accountingFault("account class \(accountClass)")
    }
  }
}

/// Gathers the accounts of some trial balances.
private struct JournalChart {
  private var rows: [String: BalanceRow] = [:]
  private var currencies: [String: Set<Currency>] = [:]

  mutating func add(_ row: BalanceRow) {
    rows[row.account] = row
    currencies[row.account, default: []].insert(row.currency)
  }

  /// The accounts by the bytes of their codes, and the place of each.
  func ordered() -> ([JournalAccount], [String: Int]) {
    let codes = rows.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    let accounts = codes.compactMap { code in
      rows[code].map {
        JournalAccount(
          root: $0.root, code: code, name: $0.name, currencies: currencies[code] ?? [])
      }
    }
    return (accounts, Dictionary(uniqueKeysWithValues: zip(codes, codes.indices)))
  }
}
