internal import AccountingValues
internal import PostgresClient

/// Reads one movement from the wire straight into its columns, together with its canonical form.
/// Whatever is not plain (an unknown word, a bad number, a missing required value, an amount of
/// more than six decimals) is left to the general way, which knows every rule and its sentence.
struct MovementDecoder {
  /// Whether the row just read states its moment.
  private(set) var statesMoment = false

  private struct Field {
    /// Position in the result; −1 when the adapter leaves the column out.
    let index: Int
    let wire: DescribedColumn.Wire
  }

  /// The words of an enumeration with their canonical forms.
  private struct Vocabulary {
    let words: [String]
    let forms: [[UInt8]]

    init(_ words: [String]) {
      self.words = words
      forms = words.map { word in
        var bytes: [UInt8] = []
        CanonicalRows.append(.text(word), to: &bytes)
        return bytes
      }
    }
  }

  private let fields: [Field]
  private let kinds = Vocabulary(StockMovementRow.kindWords)
  private let priceStates = Vocabulary(StockMovementRow.priceStateWords)
  private let owners = Vocabulary(StockMovementRow.ownerWords)
  /// The currency of the row before, which is mostly the currency of the next.
  private var lastCode = ""
  private var lastCurrency = StockMovementRow.none
  private var lastDigits = 0

  /// The contract's columns by position.
  private enum Column: Int {
    case key, date, recordedAt, sequence, kind, reason, item, location, toLocation, lot, owner
    case quantity, priceState, value, currency, rate, groupCost, documentStream, document
    case documentLine, documentNumber, linked, workOrder, flags
  }

  init(_ layout: StreamLayout, columns: [PostgresColumn]) {
    fields = layout.columns.map { column in
      let index = columns.firstIndex { $0.name == column.name }
      return Field(
        index: index ?? -1, wire: index.map { DescribedColumn(columns[$0]).wire } ?? .other)
    }
    guard fields.count == Column.flags.rawValue + 1 else {
      accountingFault("the contract of stock_movements changed and this decoder did not")
    }
  }

  /// Whether the row was plain; its columns and canonical form are then complete.
  mutating func decode(
    _ rows: RowStream, into draft: inout MovementDraft, numbering: MovementNumbering
  ) throws -> Bool {
    draft.bytes.removeAll(keepingCapacity: true)
    CanonicalRows.append(UInt64(fields.count), to: &draft.bytes)
    return try key(rows, .key, &draft.row.key, numbering.held, &draft.bytes, required: true)
      && goods(rows, &draft.row, &draft.bytes, &numbering.keys)
      && quantity(rows, &draft.row.quantityMicros, &draft.bytes)
      && word(
        rows, .priceState, priceStates, &draft.row.priceState, &draft.bytes, required: true)
      && amounts(rows, &draft, numbering)
      && links(rows, &draft.row, &draft.bytes, numbering)
  }

  /// What moved, when and where.
  private mutating func goods(
    _ rows: RowStream, _ row: inout StockMovementRow, _ bytes: inout [UInt8],
    _ keys: inout MovementKeys
  ) throws -> Bool {
    try place(rows, &row, &bytes)
      && word(rows, .kind, kinds, &row.kind, &bytes, required: true)
      && text(rows, .reason, &row.reason, &keys.reasons, &bytes)
      && key(rows, .item, &row.item, &keys.items, &bytes, required: true)
      && key(rows, .location, &row.location, &keys.locations, &bytes)
      && key(rows, .toLocation, &row.toLocation, &keys.locations, &bytes)
      && key(rows, .lot, &row.lot, &keys.lots, &bytes)
      && word(rows, .owner, owners, &row.owner, &bytes)
  }

  /// What the movement belongs to.
  private func links(
    _ rows: RowStream, _ row: inout StockMovementRow, _ bytes: inout [UInt8],
    _ numbering: MovementNumbering
  ) throws -> Bool {
    let held = numbering.held
    return try text(
      rows, .documentStream, &row.documentStream, &numbering.keys.documentStreams, &bytes)
      && key(rows, .document, &row.document, held, &bytes)
      && key(rows, .documentLine, &row.documentLine, held, &bytes)
      && text(rows, .documentNumber, &row.documentNumber, held, &bytes)
      && key(rows, .linked, &row.linked, held, &bytes)
      && key(rows, .workOrder, &row.workOrder, &numbering.keys.workOrders, &bytes)
      && flags(rows, &row.flags, &bytes)
  }

  /// The position in the result, or `nil` for NULL.
  private func position(_ rows: RowStream, _ column: Column) -> Int? {
    let index = fields[column.rawValue].index
    return index < 0 || rows.isNull(index) ? nil : index
  }

  // MARK: Place

  private mutating func place(
    _ rows: RowStream, _ row: inout StockMovementRow, _ bytes: inout [UInt8]
  ) -> Bool {
    guard let index = position(rows, .date), case .day(let days) = rows.date(index),
      case .date(let date) = CellCheck.date(daysSince1970: Int64(days)).cell
    else { return false }
    row.date = days
    CanonicalRows.append(.date(date), to: &bytes)
    row.recordedAt = Timestamp(startOf: date).microsecondsSince1970
    statesMoment = false
    if let index = position(rows, .recordedAt) {
      guard case .moment(let moment) = rows.moment(index),
        case .timestamp(let checked) = CellCheck.timestamp(microsecondsSince1970: moment).cell
      else { return false }
      statesMoment = true
      row.recordedAt = moment
      CanonicalRows.append(.timestamp(checked), to: &bytes)
    } else {
      CanonicalRows.append(.null, to: &bytes)
    }
    row.sequence = 0
    guard let index = position(rows, .sequence), let number = rows.integer(index) else {
      CanonicalRows.append(.null, to: &bytes)
      return true
    }
    row.sequence = number
    CanonicalRows.append(.integer(number), to: &bytes)
    return true
  }

  // MARK: Keys and words

  /// What the wire says of a key.
  private enum StatedKey {
    case null
    case integer(Int64)
    case key(SourceKey)
    /// Something that only the general way can tell of.
    case unusual
  }

  /// Reads a key and writes its canonical form.
  private func stated(
    _ rows: RowStream, _ column: Column, _ bytes: inout [UInt8]
  ) throws -> StatedKey {
    guard let index = position(rows, column) else {
      CanonicalRows.append(.null, to: &bytes)
      return .null
    }
    if fields[column.rawValue].wire == .integer, let number = rows.integer(index) {
      CanonicalRows.append(keyInteger: number, to: &bytes)
      return .integer(number)
    }
    let checked: CheckedCell =
      switch fields[column.rawValue].wire {
      case .uuid: CheckedCell(rows.uuid(index).map { .key(SourceKey($0)) } ?? .null)
      case .textArray: CellCheck.key(parts: try rows.textArray(index) ?? [])
      default: CellCheck.key(parts: [rows.text(index)])
      }
    guard case .key(let key) = checked.cell else { return .unusual }
    CanonicalRows.append(checked.cell, to: &bytes)
    return .key(key)
  }

  /// A key of a master.
  private func key(
    _ rows: RowStream, _ column: Column, _ id: inout Int32, _ keys: inout KeyInterner,
    _ bytes: inout [UInt8], required: Bool = false
  ) throws -> Bool {
    switch try stated(rows, column, &bytes) {
    case .null:
      id = StockMovementRow.none
      return !required
    case .integer(let number): id = keys.intern(integer: number).id
    case .key(let key): id = keys.intern(key).id
    case .unusual: return false
    }
    return true
  }

  /// A key of a movement or document.
  private func key(
    _ rows: RowStream, _ column: Column, _ held: inout HeldKey, _ keys: HeldKeys,
    _ bytes: inout [UInt8], required: Bool = false
  ) throws -> Bool {
    switch try stated(rows, column, &bytes) {
    case .null:
      held = .none
      return !required
    case .integer(let number): held = keys.hold(integer: number)
    case .key(let key): held = keys.hold(key)
    case .unusual: return false
    }
    return true
  }

  private func text(
    _ rows: RowStream, _ column: Column, _ id: inout Int32, _ keys: inout KeyInterner,
    _ bytes: inout [UInt8]
  ) -> Bool {
    let text = text(rows, column, &bytes)
    id = text.map { keys.intern(SourceKey($0)).id } ?? StockMovementRow.none
    return true
  }

  private func text(
    _ rows: RowStream, _ column: Column, _ held: inout HeldKey, _ keys: HeldKeys,
    _ bytes: inout [UInt8]
  ) -> Bool {
    held = keys.hold(text(rows, column, &bytes).map(SourceKey.init))
    return true
  }

  /// Reads a text and writes its canonical form.
  private func text(_ rows: RowStream, _ column: Column, _ bytes: inout [UInt8]) -> String? {
    guard let index = position(rows, column), let text = rows.text(index) else {
      CanonicalRows.append(.null, to: &bytes)
      return nil
    }
    CanonicalRows.append(.text(text), to: &bytes)
    return text
  }

  private func word(
    _ rows: RowStream, _ column: Column, _ vocabulary: Vocabulary, _ position: inout UInt8,
    _ bytes: inout [UInt8], required: Bool = false
  ) -> Bool {
    guard let index = self.position(rows, column), let text = rows.text(index) else {
      position = 0
      CanonicalRows.append(.null, to: &bytes)
      return !required
    }
    guard let found = vocabulary.words.firstIndex(of: text) else { return false }
    position = UInt8(found)
    bytes += vocabulary.forms[found]
    return true
  }

  private func flags(
    _ rows: RowStream, _ bits: inout UInt8, _ bytes: inout [UInt8]
  ) throws -> Bool {
    bits = 0
    guard let index = position(rows, .flags), let words = try rows.textArray(index) else {
      CanonicalRows.append(.null, to: &bytes)
      return true
    }
    for word in words {
      guard let word, let bit = StockMovementRow.statedFlagWords.firstIndex(of: word) else {
        return false
      }
      bits |= 1 << UInt8(bit)
    }
    let present = bits
    let sorted = StockMovementRow.statedFlagWords.enumerated().filter { bit, _ in
      present & 1 << UInt8(bit) != 0
    }
    CanonicalRows.append(.list(sorted.map(\.element)), to: &bytes)
    return true
  }

  // MARK: Numbers

  private func quantity(
    _ rows: RowStream, _ micros: inout Int64, _ bytes: inout [UInt8]
  ) -> Bool {
    guard let index = position(rows, .quantity),
      let exact = rows.numeric(index)?.exactly(atScale: CellCheck.microDecimals)
    else { return false }
    micros = exact
    CanonicalRows.append(micros: exact, scale: CellCheck.microDecimals, to: &bytes)
    return true
  }

  /// Value, currency, rate and the group's cost. The rounding of the last needs the currency.
  private mutating func amounts(
    _ rows: RowStream, _ draft: inout MovementDraft, _ numbering: MovementNumbering
  ) -> Bool {
    draft.row.valueMicros = StockMovementRow.noValue
    draft.row.otherValue = nil
    if let index = position(rows, .value) {
      guard let micros = rows.numeric(index)?.exactly(atScale: CellCheck.microDecimals),
        micros != StockMovementRow.noValue
      else { return false }
      draft.row.valueMicros = micros
      CanonicalRows.append(micros: micros, scale: CellCheck.microDecimals, to: &draft.bytes)
    } else {
      CanonicalRows.append(.null, to: &draft.bytes)
    }
    guard currency(rows, &draft.row.currency, &draft.bytes, numbering) else { return false }
    let digits = draft.row.currency < 0 ? numbering.base.minorDigits : lastDigits
    return rate(rows, &draft.row.rateNanos, &draft.bytes)
      && groupCost(rows, &draft.row.groupCostMinor, digits: digits, &draft.bytes)
  }

  private func rate(_ rows: RowStream, _ rate: inout Int64, _ bytes: inout [UInt8]) -> Bool {
    rate = StockMovementRow.noRate
    guard let index = position(rows, .rate) else {
      CanonicalRows.append(.null, to: &bytes)
      return true
    }
    guard let nanos = rows.numeric(index)?.exactly(atScale: CellCheck.rateDecimals) else {
      return false
    }
    rate = nanos
    CanonicalRows.append(micros: nanos, scale: CellCheck.rateDecimals, to: &bytes)
    return true
  }

  private func groupCost(
    _ rows: RowStream, _ minor: inout Int64, digits: Int, _ bytes: inout [UInt8]
  ) -> Bool {
    minor = StockMovementRow.noValue
    guard let index = position(rows, .groupCost) else {
      CanonicalRows.append(.null, to: &bytes)
      return true
    }
    guard let micros = rows.numeric(index)?.exactly(atScale: CellCheck.microDecimals) else {
      return false
    }
    minor = Self.minor(micros, digits: digits)
    CanonicalRows.append(micros: micros, scale: CellCheck.microDecimals, to: &bytes)
    return true
  }

  private mutating func currency(
    _ rows: RowStream, _ number: inout Int32, _ bytes: inout [UInt8],
    _ numbering: MovementNumbering
  ) -> Bool {
    guard let index = position(rows, .currency), let code = rows.text(index) else {
      number = StockMovementRow.none
      CanonicalRows.append(.null, to: &bytes)
      return true
    }
    if code != lastCode {
      guard let currency = Currency(code: code), currency.code == code else { return false }
      lastCode = code
      lastCurrency = numbering.number(of: currency)
      lastDigits = currency.minorDigits
    }
    number = lastCurrency
    CanonicalRows.append(.text(code), to: &bytes)
    return true
  }

  /// Millionths in minor units, half away from zero.
  static func minor(_ micros: Int64, digits: Int) -> Int64 {
    let divisors: [Int64] = [1_000_000, 100_000, 10_000, 1_000, 100]
    let divisor = divisors[digits]
    let (quotient, rest) = micros.quotientAndRemainder(dividingBy: divisor)
    guard rest.magnitude * 2 >= divisor.magnitude else { return quotient }
    return micros < 0 ? quotient - 1 : quotient + 1
  }
}
