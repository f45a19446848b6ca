public import AccountingValues
internal import PostgresClient

/// The hot stream in dense form: stock movements in event order. The same rows, order, findings, tally and
/// digest as `StreamReader` gives for `stock_movements`, at a fraction of its time: a row that is sound
/// in the plain way goes from the wire into numbers without becoming cells; any other takes the general
/// way. Confined to one thread.
public final class StockMovementReader {
  /// What the numbers in the rows stand for; grows with the rows.
  public let numbering: MovementNumbering

  private enum Source {
    case rows(StreamReader)
    case wire(MovementWire)
  }

  private let source: Source
  private var fates = MovementFates()
  private var isAtEnd = false
  /// The row that was given last, where rows come checked.
  private var checked: StreamRow?

  /// A reader over rows that are already checked: from CSV, or few.
  public init(_ reader: StreamReader, _ numbering: MovementNumbering) {
    guard reader.stream == StreamContract.stockMovements.name else {
      accountingFault("\(reader.stream) is not the stream of stock movements")
    }
    source = .rows(reader)
    self.numbering = numbering
  }

  /// A reader over the wire.
  init(_ wire: MovementWire, _ numbering: MovementNumbering) {
    source = .wire(wire)
    self.numbering = numbering
  }

  /// The next movement; `nil` when there are no more.
  ///
  /// - Throws: as `StreamReader.next()`.
  public func next() throws -> StockMovementRow? {
    switch source {
    case .rows(let reader):
      checked = try reader.next()
      return checked.map { numbering.numbered($0) }
    case .wire(let wire):
      while !isAtEnd {
        isAtEnd = try !wire.advance(numbering)
        if let row = wire.takePassed() { return row }
      }
      return nil
    }
  }

  /// The contract made ready for reading.
  public var layout: StreamLayout {
    switch source {
    case .rows(let reader): reader.layout
    case .wire(let wire): wire.layout
    }
  }

  // MARK: The movement given last

  /// The movement that `next` gave last as the general way has it.
  public var row: StreamRow {
    switch source {
    case .rows:
      guard let checked else { accountingFault("no stock movement was read yet") }
      return checked
    case .wire(let wire): return wire.row
    }
  }

  /// Appends the `statement` of the movement that `next` gave last.
  public func appendStatement(to bytes: inout [UInt8]) {
    switch source {
    case .rows: bytes += row.statement
    case .wire(let wire): wire.layout.texts.appendStatement(of: wire.form, to: &bytes)
    }
  }

  /// Appends the `record` of the movement that `next` gave last.
  public func appendRecord(to bytes: inout [UInt8]) {
    switch source {
    case .rows: bytes += row.record.utf8
    case .wire(let wire): wire.layout.texts.appendRecord(of: wire.form, to: &bytes)
    }
  }

  // MARK: Keys

  /// The key of a movement.
  public func key(of row: StockMovementRow) -> SourceKey { numbering.held[row.key] }

  /// The number that an interner has for a movement's key; `nil` when it was not met there.
  public func number(of row: StockMovementRow, in keys: borrowing KeyInterner) -> Int32? {
    keys.id(of: row.key, in: numbering.held)
  }

  /// The number people know a movement's document by; empty when it has none.
  public func documentNumber(of row: StockMovementRow) -> String {
    row.documentNumber.isNone ? "" : numbering.held[row.documentNumber].text
  }

  /// What is wrong with rows read so far, gravest first.
  public var findings: [Finding] {
    switch source {
    case .rows(let reader): reader.findings
    case .wire(let wire): wire.findings
    }
  }

  // MARK: Fates

  /// Counts a row as computed with.
  public func post(_ row: StockMovementRow) { fates.posted.add(row, numbering) }

  /// Counts a row as waiting.
  public func hold(_ row: StockMovementRow) { fates.held.add(row, numbering) }

  /// Counts a sound row as quarantined by a later check.
  public func quarantine(_ row: StockMovementRow) { fates.quarantined.add(row, numbering) }

  /// Counts a row as left out by a named rule of the company.
  public func exclude(_ row: StockMovementRow, rule: String) {
    fates.excluded[rule, default: MovementSums()].add(row, numbering)
  }

  /// What became of the rows read so far.
  public var tally: StreamTally {
    let read =
      switch source {
      case .rows(let reader): reader.tally
      case .wire(let wire): wire.finalTally(numbering)
      }
    return fates.counted(in: read, numbering)
  }
}

/// A movement off the wire, before it is known to be the only one of its key.
struct MovementDraft {
  var row = StockMovementRow()
  /// The row's canonical form.
  var bytes: [UInt8] = []
}

/// Takes movements off the wire: order, doubles, quarantine, digest and tally.
final class MovementWire {
  private let rows: RowStream
  private let assembly: RowAssembly
  private let request: ReadRequest
  private let general: WireDecoder
  private let release: () -> Void
  /// Turns a cancellation by the watchdog into its sentence.
  private let guarding: (() throws -> Bool) throws -> Bool
  private var plain: MovementDecoder
  private var collector: FindingCollector
  private var canonical: CanonicalRows?
  private var tally: StreamTally
  private var sums = MovementSums()
  private var seen = SeenKeys()
  private var held = MovementDraft()
  private var isHolding = false
  private var candidate = MovementDraft()
  /// The movement that can go on, or went on last.
  private var passed = MovementDraft()
  private var isPassed = false
  private var isAtEnd = false

  init(
    _ rows: RowStream, _ assembly: RowAssembly, request: ReadRequest,
    digest: (any InputDigest)?, guarding: @escaping (() throws -> Bool) throws -> Bool,
    release: @escaping () -> Void
  ) {
    self.rows = rows
    self.assembly = assembly
    self.request = request
    self.guarding = guarding
    self.release = release
    general = WireDecoder(assembly.layout, columns: rows.columns)
    plain = MovementDecoder(assembly.layout, columns: rows.columns)
    collector = FindingCollector(assembly.layout.contract, origin: assembly.origin)
    canonical = digest.map { CanonicalRows(assembly.layout.contract, digest: $0) }
    tally = StreamTally(stream: assembly.layout.contract.name)
  }

  deinit { if !isAtEnd { release() } }

  var findings: [Finding] { collector.findings }

  func finalTally(_ numbering: MovementNumbering) -> StreamTally {
    var tally = tally
    tally.countRead(sums.sum(numbering))
    return tally
  }

  /// The movement that the last row in has made sure of, once.
  func takePassed() -> StockMovementRow? {
    defer { isPassed = false }
    return isPassed ? passed.row : nil
  }

  var layout: StreamLayout { assembly.layout }

  /// The canonical form of the movement that went on last.
  var form: [UInt8] { passed.bytes }

  /// The movement that went on last as the general way has it.
  var row: StreamRow {
    let cells = layout.texts.cells(of: passed.bytes).map { CheckedCell($0) }
    guard case .sound(let row) = assembly.row(cells) else {
      accountingFault("a movement was sound and is not when it is read again")
    }
    return row
  }

  /// Takes one row in; `false` after the last.
  func advance(_ numbering: MovementNumbering) throws -> Bool {
    guard try guarding(rows.next) else {
      passHeld(numbering)
      isAtEnd = true
      canonical?.finish()
      release()
      return false
    }
    if try decodePlainly(numbering) {
      sums.add(candidate.row, numbering)
    } else if try !decodeGenerally(numbering) {
      return true
    }
    try take(numbering)
    return true
  }

  private func decodePlainly(_ numbering: MovementNumbering) throws -> Bool {
    guard try plain.decode(rows, into: &candidate, numbering: numbering) else { return false }
    let moment = Timestamp(microsecondsSince1970: candidate.row.recordedAt)
    return request.broken(
      by: CivilDate(daysSince1970: candidate.row.date), plain.statesMoment ? moment : nil) == nil
  }

  /// The general way; `false` for a row that is quarantined.
  private func decodeGenerally(_ numbering: MovementNumbering) throws -> Bool {
    let assembled = assembly.row(try general.cells(rows))
    switch assembled {
    case .quarantined(let row, let findings):
      tally.countRead(row.cells, row.layout)
      quarantine(row, findings)
      return false
    case .sound(let row):
      tally.countRead(row.cells, row.layout)
      if let outside = assembly.outside(row, request) {
        quarantine(QuarantinedRow(row), [outside])
        return false
      }
      candidate.row = numbering.numbered(row)
      candidate.bytes = CanonicalRows.form(row.cells)
      return true
    }
  }

  private func take(_ numbering: MovementNumbering) throws {
    if isHolding {
      switch Self.order(held.row, candidate.row, numbering) {
      case .descending:
        throw assembly.notInOrder(
          numbering.held[candidate.row.key], after: numbering.held[held.row.key])
      case .same:
        if candidate.bytes.lexicographicallyPrecedes(held.bytes) { swap(&held, &candidate) }
        return quarantineDouble(candidate, numbering)
      case .ascending: passHeld(numbering)
      }
    }
    swap(&held, &candidate)
    isHolding = true
  }

  private func passHeld(_ numbering: MovementNumbering) {
    guard isHolding else { return }
    isHolding = false
    guard seen.insert(held.row.key, in: numbering.held) else {
      return quarantineDouble(held, numbering)
    }
    canonical?.add(form: held.bytes)
    // The draft of the movement before becomes free.
    swap(&passed, &held)
    isPassed = true
  }

  private enum Order { case ascending, same, descending }

  private static func order(
    _ a: StockMovementRow, _ b: StockMovementRow, _ numbering: MovementNumbering
  ) -> Order {
    if a.date != b.date { return a.date < b.date ? .ascending : .descending }
    if a.recordedAt != b.recordedAt {
      return a.recordedAt < b.recordedAt ? .ascending : .descending
    }
    if a.sequence != b.sequence { return a.sequence < b.sequence ? .ascending : .descending }
    if numbering.held.areEqual(a.key, b.key) { return .same }
    return numbering.held.precedes(a.key, b.key) ? .ascending : .descending
  }

  // MARK: Quarantine

  private func quarantine(_ row: QuarantinedRow, _ findings: [Finding]) {
    for finding in findings { collector.add(finding) }
    tally.countQuarantined(row.cells, row.layout)
    canonical?.add(row)
  }

  private func quarantineDouble(_ double: MovementDraft, _ numbering: MovementNumbering) {
    let row = double.row
    let key = numbering.held[row.key]
    let currency = row.currency < 0 ? nil : numbering.currencies[Int(row.currency)]
    let document =
      row.documentNumber.isNone ? "" : numbering.held[row.documentNumber].text
    collector.add(
      Finding(
        code: "SRC-008", severity: .error, origin: assembly.layout.contract.name,
        key: key.displayText, document: document,
        amount: row.value.flatMap { value in
          currency.flatMap { try? Money(rounding: value, in: $0) }
        },
        message: RowAssembly.doubleMessage(key), action: assembly.doubleAction))
    var sum = MovementSums()
    sum.add(row, numbering)
    tally.countQuarantined(sum.sum(numbering))
    canonical?.add(quarantined: double.bytes)
  }
}

/// What became of rows once they were computed with.
struct MovementFates {
  var posted = MovementSums()
  var held = MovementSums()
  var quarantined = MovementSums()
  /// By rule.
  var excluded: [String: MovementSums] = [:]

  /// The tally of what was read with these fates.
  func counted(in read: StreamTally, _ numbering: MovementNumbering) -> StreamTally {
    var tally = read
    tally.post(posted.sum(numbering))
    tally.hold(held.sum(numbering))
    tally.countQuarantined(quarantined.sum(numbering))
    for (rule, sums) in excluded { tally.countExcluded(sums.sum(numbering), rule: rule) }
    return tally
  }
}

/// Exact sums of movements, added up in millionths.
struct MovementSums {
  private var rows: Int64 = 0
  private var quantity: Int128 = 0
  /// By position of the currency plus one; the first is for rows that state none.
  private var values: [Int128] = []
  /// Values that are no count of millionths within 64 bits.
  private var others = RowSum()

  mutating func add(_ row: StockMovementRow, _ numbering: MovementNumbering) {
    rows += 1
    quantity += Int128(row.quantityMicros)
    if let value = row.otherValue {
      let code = row.currency < 0 ? "" : numbering.currencies[Int(row.currency)].code
      guard let sum = others.adding(RowSum(rows: 0, amounts: [code: value])) else {
        accountingFault("the sums of stock_movements exceed 37 digits")
      }
      others = sum
    } else if row.valueMicros != StockMovementRow.noValue {
      let index = Int(row.currency) + 1
      while values.count <= index { values.append(0) }
      values[index] += Int128(row.valueMicros)
    }
  }

  func sum(_ numbering: MovementNumbering) -> RowSum {
    var amounts: [String: ExactDecimal] = [:]
    for (index, value) in values.enumerated() {
      let code = index == 0 ? "" : numbering.currencies[index - 1].code
      amounts[code] = Self.exact(value)
    }
    let sum = RowSum(rows: rows, amounts: amounts, quantity: Self.exact(quantity))
    guard let all = sum.adding(others) else {
      accountingFault("the sums of stock_movements exceed 37 digits")
    }
    return all
  }

  static func exact(_ micros: Int128) -> ExactDecimal {
    do { return try ExactDecimal(significand: micros, scale: 6) } catch {
      accountingFault("six decimals are within an exact decimal's scale")
    }
  }
}

/// A set of numbers from 0, one bit each.
public struct BitSet: Sendable {
  private var words: [UInt64] = []

  /// No numbers.
  public init() {}

  /// Adds a number.
  ///
  /// - Returns: whether the number was not in the set before.
  @discardableResult
  public mutating func insert(_ number: Int32) -> Bool {
    let word = Int(number) / 64
    let bit: UInt64 = 1 << UInt64(number % 64)
    while words.count <= word { words.append(0) }
    if words[word] & bit != 0 { return false }
    words[word] |= bit
    return true
  }

  /// Whether a number is in the set.
  public func contains(_ number: Int32) -> Bool {
    let word = Int(number) / 64
    return word < words.count && words[word] & 1 << UInt64(number % 64) != 0
  }

  /// Adds all numbers of another set.
  public mutating func formUnion(_ other: BitSet) {
    while words.count < other.words.count { words.append(0) }
    for index in other.words.indices { words[index] |= other.words[index] }
  }
}
