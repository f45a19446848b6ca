public import AccountingValues
internal import PostgresClient

/// The hot stream in columns: batches of stock movements in event order. The same rows, order,
/// findings, tally and digest as `StreamReader` gives for `stock_movements`, at a fraction of its
/// time: a row that is sound in the plain way goes from the wire into the columns without becoming
/// cells; any other takes the general way. Confined to one thread.
public final class StockMovementReader {
  /// Rows per batch: enough to amortise a call, few enough to stay in the cache.
  public static let batchRows = 256

  /// The current batch.
  public private(set) var columns = StockMovementColumns()
  /// What the numbers in the columns stand for; grows with the batches.
  public private(set) var numbering: MovementNumbering

  private enum Source {
    case rows(StreamReader)
    case wire(MovementWire)
  }

  private let source: Source
  private var isAtEnd = false

  /// A reader over rows that are already checked: from CSV, or few.
  public init(_ reader: StreamReader, base: Currency) {
    guard reader.stream == StreamContract.stockMovements.name else {
      accountingFault("\(reader.stream) is not the stream of stock movements")
    }
    source = .rows(reader)
    numbering = MovementNumbering(base: base)
  }

  /// A reader over the wire.
  init(_ wire: MovementWire, base: Currency) {
    source = .wire(wire)
    numbering = MovementNumbering(base: base)
  }

  /// Fills the next batch.
  ///
  /// - Returns: `false` when there are no more movements; the batch is then empty.
  /// - Throws: as `StreamReader.next()`.
  public func next() throws -> Bool {
    columns.removeAll()
    switch source {
    case .rows(let reader):
      while columns.count < Self.batchRows, let row = try reader.next() {
        columns.append(numbering.numbered(row))
      }
    case .wire(let wire):
      while columns.count < Self.batchRows, !isAtEnd {
        isAtEnd = try !wire.advance(&columns, &numbering)
      }
    }
    return columns.count > 0
  }

  /// What is wrong with rows read so far, gravest first.
  public var findings: [Finding] {
    switch source {
    case .rows(let reader): reader.findings
    case .wire(let wire): wire.findings
    }
  }

  /// What became of the rows read so far; Jobs goes on counting in a copy.
  public var tally: StreamTally {
    switch source {
    case .rows(let reader): reader.tally
    case .wire(let wire): wire.finalTally(numbering)
    }
  }
}

/// A movement off the wire, before it is known to be the only one of its key.
struct MovementDraft {
  var row = StockMovementColumns.Row()
  /// The exact value in millionths, of a row that went the plain way; `nil` for NULL.
  var valueMicros: Int64?
  /// The exact value, of a row that went the general way.
  var value: ExactDecimal?
  /// The row's canonical form.
  var bytes: [UInt8] = []

  var exactValue: ExactDecimal? { value ?? valueMicros.map { MovementSums.exact(Int128($0)) } }
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
  private var seen = BitSet()
  private var held = MovementDraft()
  private var isHolding = false
  private var candidate = MovementDraft()
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

  /// Takes one row in, and passes on what can go on; `false` after the last.
  func advance(
    _ columns: inout StockMovementColumns, _ numbering: inout MovementNumbering
  ) throws -> Bool {
    guard try guarding(rows.next) else {
      passHeld(&columns, numbering)
      isAtEnd = true
      canonical?.finish()
      release()
      return false
    }
    if try decodePlainly(&numbering) {
      sums.add(candidate.row.quantityMicros, candidate.valueMicros, candidate.row.currency)
    } else if try !decodeGenerally(&numbering) {
      return true
    }
    try take(&columns, numbering)
    return true
  }

  private func decodePlainly(_ numbering: inout MovementNumbering) throws -> Bool {
    guard try plain.decode(rows, into: &candidate, numbering: &numbering) else { return false }
    let moment = Timestamp(microsecondsSince1970: candidate.row.recordedAt)
    return request.broken(
      by: CivilDate(daysSince1970: candidate.row.date), plain.statesMoment ? moment : nil) == nil
  }

  /// The general way; `false` for a row that is quarantined.
  private func decodeGenerally(_ numbering: inout MovementNumbering) throws -> Bool {
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
      candidate.value = row.decimal("value")
      candidate.bytes = CanonicalRows.form(row.cells)
      candidate.valueMicros = nil
      return true
    }
  }

  private func take(
    _ columns: inout StockMovementColumns, _ numbering: MovementNumbering
  ) throws {
    if isHolding {
      switch Self.order(held.row, candidate.row, numbering) {
      case .descending:
        throw assembly.notInOrder(
          numbering.keys.movements[candidate.row.key], after: numbering.keys.movements[held.row.key]
        )
      case .same:
        if candidate.bytes.lexicographicallyPrecedes(held.bytes) { swap(&held, &candidate) }
        return quarantineDouble(candidate, numbering)
      case .ascending: passHeld(&columns, numbering)
      }
    }
    swap(&held, &candidate)
    isHolding = true
  }

  private func passHeld(_ columns: inout StockMovementColumns, _ numbering: MovementNumbering) {
    guard isHolding else { return }
    isHolding = false
    guard seen.insert(held.row.key) else { return quarantineDouble(held, numbering) }
    canonical?.add(form: held.bytes)
    columns.append(held.row)
  }

  private enum Order { case ascending, same, descending }

  private static func order(
    _ a: StockMovementColumns.Row, _ b: StockMovementColumns.Row, _ numbering: MovementNumbering
  ) -> Order {
    if a.date != b.date { return a.date < b.date ? .ascending : .descending }
    if a.recordedAt != b.recordedAt {
      return a.recordedAt < b.recordedAt ? .ascending : .descending
    }
    if a.sequence != b.sequence { return a.sequence < b.sequence ? .ascending : .descending }
    if a.key == b.key { return .same }
    return numbering.keys.movements.precedes(a.key, b.key) ? .ascending : .descending
  }

  // MARK: Quarantine

  private func quarantine(_ row: QuarantinedRow, _ findings: [Finding]) {
    for finding in findings { collector.add(finding) }
    tally.countQuarantined(row.cells, row.layout)
    canonical?.add(row)
  }

  private func quarantineDouble(_ double: MovementDraft, _ numbering: MovementNumbering) {
    let key = numbering.keys.movements[double.row.key]
    let currency =
      double.row.currency < 0 ? nil : numbering.currencies[Int(double.row.currency)]
    let value = double.exactValue
    collector.add(
      Finding(
        code: "SRC-008", severity: .error, origin: assembly.layout.contract.name,
        key: key.displayText,
        document: double.row.documentNumber < 0
          ? "" : numbering.keys.documentNumbers[double.row.documentNumber].text,
        amount: value == nil ? nil : currency.map { Money(minor: double.row.valueMinor, in: $0) },
        message: RowAssembly.doubleMessage(key), action: assembly.doubleAction))
    tally.countQuarantined(
      RowSum(
        rows: 1, amounts: value.map { [currency?.code ?? "": $0] } ?? [:],
        quantity: Quantity(micros: double.row.quantityMicros).exact))
    canonical?.add(quarantined: double.bytes)
  }
}

/// Exact sums of the rows that went the plain way, added up in millionths.
struct MovementSums {
  private var rows: Int64 = 0
  private var quantity: Int128 = 0
  /// By position of the currency plus one; the first is for rows that state none.
  private var values: [Int128] = []

  mutating func add(_ quantityMicros: Int64, _ valueMicros: Int64?, _ currency: Int32) {
    rows += 1
    quantity += Int128(quantityMicros)
    guard let valueMicros else { return }
    let index = Int(currency) + 1
    while values.count <= index { values.append(0) }
    values[index] += Int128(valueMicros)
  }

  func sum(_ numbering: MovementNumbering) -> RowSum {
    var amounts: [String: ExactDecimal] = [:]
    for (index, value) in values.enumerated() {
      let code = index == 0 ? "" : numbering.currencies[index - 1].code
      amounts[code] = Self.exact(value)
    }
    return RowSum(rows: rows, amounts: amounts, quantity: Self.exact(quantity))
  }

  static func exact(_ micros: Int128) -> ExactDecimal {
    do { return try ExactDecimal(significand: micros, scale: 6) } catch {
      accountingFault("six decimals are within an exact decimal's scale")
    }
  }
}

/// Which movements have been passed on, one bit each.
struct BitSet {
  private var words: [UInt64] = []

  /// Whether the number was not in the set before.
  mutating func insert(_ number: Int32) -> Bool {
    let word = Int(number) / 64
    let bit: UInt64 = 1 << UInt64(number % 64)
    while words.count <= word { words.append(0) }
    if words[word] & bit != 0 { return false }
    words[word] |= bit
    return true
  }
}
