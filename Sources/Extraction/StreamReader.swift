public import AccountingValues

/// What a run asks of its streams.
public struct ReadRequest: Hashable, Sendable {
  /// The company's key inside the source; `nil` when the source has one company.
  public var company: String?
  /// The first accounting date wanted; `nil` without a bound.
  public var from: CivilDate?
  /// The first accounting date no longer wanted; `nil` without a bound.
  public var to: CivilDate?
  /// Rows recorded later are not wanted; `nil` without a bound.
  public var knownAt: Timestamp?
  /// Whether receipts come first within a day (`same_day: receipts_first`).
  public var receiptsFirst: Bool

  /// A request.
  public init(
    company: String? = nil, from: CivilDate? = nil, to: CivilDate? = nil,
    knownAt: Timestamp? = nil, receiptsFirst: Bool = false
  ) {
    self.company = company
    self.from = from
    self.to = to
    self.knownAt = knownAt
    self.receiptsFirst = receiptsFirst
  }
}

/// One stream's rows, one at a time and in one order, with everything the run must know about them:
/// findings, the tally, the digest. Confined to one thread.
///
/// Rows of an event stream come in event order, masters by key. The order is the server's work and
/// checked here: an answer out of order stops the extraction, for figures would depend on it.
public final class StreamReader {
  /// The stream's layout.
  public let layout: StreamLayout
  /// What became of the rows; Jobs goes on counting in it.
  public var tally: StreamTally

  /// One row as it goes on.
  enum Item {
    case sound(StreamRow)
    case quarantined(QuarantinedRow)
  }

  private let assembly: RowAssembly
  private let request: ReadRequest
  private let pull: () throws -> AssembledRow?
  private let release: () -> Void
  private var collector: FindingCollector
  private var canonical: CanonicalRows?
  private let keys = HeldKeys()
  private var seen = SeenKeys()
  /// The first row of the group of equal places that is being collected.
  private var held: StreamRow?
  /// Quarantined rows that came after `held` and follow it.
  private var afterHeld: [Item] = []
  /// Rows ready to go.
  private var ready: [Item] = []
  private var readyStart = 0
  private var last: StreamRow?
  private var isAtEnd = false

  /// A reader over rows from anywhere.
  ///
  /// `known` are findings from before the first row, `pull` gives the next row or `nil` at the end,
  /// `release` gives back what the rows came over and is called once, at the end.
  init(
    _ assembly: RowAssembly, request: ReadRequest, digest: (any InputDigest)?,
    known: [Finding] = [], pull: @escaping () throws -> AssembledRow?,
    release: @escaping () -> Void = {}
  ) {
    self.assembly = assembly
    self.request = request
    self.pull = pull
    self.release = release
    layout = assembly.layout
    let contract = assembly.layout.contract
    tally = StreamTally(stream: contract.name)
    var collector = FindingCollector(contract, origin: assembly.origin)
    for finding in known { collector.add(finding) }
    self.collector = collector
    canonical = digest.map { CanonicalRows(contract, digest: $0) }
  }

  deinit { if !isAtEnd { release() } }

  /// The stream's name.
  public var stream: String { layout.contract.name }

  /// What is wrong with rows read so far, gravest first.
  public var findings: [Finding] { collector.findings }

  /// The next sound row; `nil` at the end. Quarantined rows are counted and told as findings.
  ///
  /// - Throws: `ExtractionError` when rows are out of order, `PostgresError` when the source fails.
  public func next() throws -> StreamRow? {
    while let item = try nextItem() {
      if case .sound(let row) = item { return row }
    }
    return nil
  }

  /// All rows that are left, for streams known to be small.
  public func rows() throws -> [StreamRow] {
    var rows: [StreamRow] = []
    while let row = try next() { rows.append(row) }
    return rows
  }

  /// Takes a sound row back out: a later check found that it cannot be computed with.
  func quarantine(_ row: StreamRow, _ finding: Finding) {
    collector.add(finding)
    tally.quarantine(row)
  }

  /// A finding on a sound row.
  func finding(_ code: String, on row: StreamRow, message: String, action: String) -> Finding {
    assembly.finding(code, row.cells, row.key, row.line, message: message, action: action)
  }

  func nextItem() throws -> Item? {
    while readyStart == ready.count {
      if isAtEnd { return nil }
      ready.removeAll(keepingCapacity: true)
      readyStart = 0
      try advance()
    }
    readyStart += 1
    return ready[readyStart - 1]
  }

  // MARK: Rows in

  /// Takes one row in; what can go on is put into `ready`.
  private func advance() throws {
    guard let assembled = try pull() else { return finish() }
    switch assembled {
    case .quarantined(let row, let findings):
      tally.countRead(row.cells, layout)
      quarantine(row, findings)
    case .sound(let row):
      tally.countRead(row.cells, layout)
      if let outside = assembly.outside(row, request) {
        return quarantine(QuarantinedRow(row), [outside])
      }
      try requireOrder(row)
      if let held, held.key == row.key, held.order == row.order {
        collectEqual(held, row)
      } else {
        passHeld()
        held = row
      }
    }
  }

  private func finish() {
    passHeld()
    isAtEnd = true
    canonical?.finish()
    release()
  }

  private func requireOrder(_ row: StreamRow) throws {
    if let last, StreamRow.precedes(row, last) {
      throw assembly.notInOrder(row.key, after: last.key)
    }
    last = row
  }

  /// Rows with one place and one key differ, if at all, in what they say: the server may send them
  /// in any order, so the smallest form counts and the others are doubles.
  private func collectEqual(_ first: StreamRow, _ second: StreamRow) {
    let swapped = CanonicalRows.form(second.cells)
      .lexicographicallyPrecedes(CanonicalRows.form(first.cells))
    held = swapped ? second : first
    quarantineDouble(swapped ? first : second)
  }

  /// Sends the held row on, unless its key was read at another place, and what waited behind it.
  private func passHeld() {
    if let row = held {
      held = nil
      if seen.insert(keys.hold(row.key), in: keys) {
        canonical?.add(row)
        ready.append(.sound(row))
      } else {
        quarantineDouble(row)
      }
    }
    ready += afterHeld
    afterHeld.removeAll(keepingCapacity: true)
  }

  // MARK: Quarantine

  private func quarantine(_ row: QuarantinedRow, _ findings: [Finding]) {
    count(row, findings)
    afterHeld.append(.quarantined(row))
    if held == nil { passHeld() }
  }

  /// A double spoils nothing but itself: it is counted and does not go on.
  private func quarantineDouble(_ row: StreamRow) {
    let finding = assembly.finding(
      "SRC-008", row.cells, row.key, row.line, message: RowAssembly.doubleMessage(row.key),
      action: assembly.doubleAction)
    count(QuarantinedRow(row), [finding])
  }

  private func count(_ row: QuarantinedRow, _ findings: [Finding]) {
    for finding in findings { collector.add(finding) }
    tally.countQuarantined(row.cells, layout)
    canonical?.add(row)
  }
}

extension QuarantinedRow {
  /// A sound row that a later check took out.
  init(_ row: StreamRow) {
    self.init(
      layout: row.layout, cells: row.cells, key: row.key, order: row.order, line: row.line)
  }
}
