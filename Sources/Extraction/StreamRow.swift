public import AccountingValues

/// One row of a stream that passed every check of its contract. Required cells are there, numbers
/// are in range, words are known: accessors can neither trap on data nor throw.
///
/// Asking for a column that the contract does not have, or in another kind, is a programming error.
public struct StreamRow: Sendable {
  /// The stream's layout.
  public let layout: StreamLayout
  /// The cells, one per column of the contract, in its order.
  public let cells: [StreamCell]
  /// The key: all key columns in canonical text, joined by U+001F.
  public let key: SourceKey
  /// The place in the company's order of events; `nil` for masters. A line's place carries its
  /// header's key.
  public let order: EventOrder?
  /// The line of the CSV file it came from; `nil` from a database.
  public let line: Int?

  init(
    layout: StreamLayout, cells: [StreamCell], key: SourceKey, order: EventOrder?, line: Int? = nil
  ) {
    self.layout = layout
    self.cells = cells
    self.key = key
    self.order = order
    self.line = line
  }

  /// The stream's name.
  public var stream: String { layout.contract.name }
  /// The number people know the document by; empty when the stream has none.
  public var documentNumber: String { layout.documentNumber.flatMap { text(at: $0) } ?? "" }

  /// The amount that control totals sum, exactly as stated; `nil` when the row has none.
  public var controlAmount: ExactDecimal? { layout.controlAmount.flatMap(decimal(at:)) }
  /// The quantity that control totals sum; `nil` when the row has none.
  public var controlQuantity: ExactDecimal? { layout.controlQuantity.flatMap(decimal(at:)) }
  /// The code of the currency the row states; `nil` when it states none.
  public var statedCurrency: String? { layout.currency.flatMap { text(at: $0) } }

  /// The row's canonical bytes: equal for equal rows, whatever wire types and columns the source
  /// happens to use. What a stream's digest is made of.
  public var canonicalForm: [UInt8] { CanonicalRows.form(cells) }

  /// What the row states, for the fingerprint of a closed row: every cell that holds something and does
  /// not say how things stand now, with its column's name.
  ///
  ///     movement_key ␝ 7 ␟ accounting_date ␝ 2026-01-05 ␟ … ␞
  public var statement: [UInt8] {
    var bytes: [UInt8] = []
    layout.texts.appendStatement(of: canonicalForm, to: &bytes)
    return bytes
  }

  /// The cell of a column.
  public subscript(column: String) -> StreamCell {
    guard let position = layout.position(of: column) else {
      accountingFault("stream \(stream) has no column \(column)")
    }
    return cells[position]
  }
}

// MARK: - Typed access

extension StreamRow {
  /// Text, a word of an enumeration or a currency code; `nil` when NULL.
  public func text(_ column: String) -> String? {
    switch self[column] {
    case .null: nil
    case .text(let text): text
    case let other: wrongKind(column, other, "text")
    }
  }

  /// A key or a reference; `nil` when NULL.
  public func key(_ column: String) -> SourceKey? {
    switch self[column] {
    case .null: nil
    case .key(let key): key
    case .text(let text): SourceKey(text)
    case let other: wrongKind(column, other, "key")
    }
  }

  /// A civil day; `nil` when NULL.
  public func date(_ column: String) -> CivilDate? {
    switch self[column] {
    case .null: nil
    case .date(let date): date
    case let other: wrongKind(column, other, "date")
    }
  }

  /// A moment; `nil` when NULL.
  public func timestamp(_ column: String) -> Timestamp? {
    switch self[column] {
    case .null: nil
    case .timestamp(let moment): moment
    case let other: wrongKind(column, other, "timestamp")
    }
  }

  /// A whole number; `nil` when NULL.
  public func integer(_ column: String) -> Int64? {
    switch self[column] {
    case .null: nil
    case .integer(let number): number
    case let other: wrongKind(column, other, "integer")
    }
  }

  /// Truth; `nil` when NULL.
  public func boolean(_ column: String) -> Bool? {
    switch self[column] {
    case .null: nil
    case .boolean(let truth): truth
    case let other: wrongKind(column, other, "boolean")
    }
  }

  /// A number exactly as stated; `nil` when NULL.
  public func decimal(_ column: String) -> ExactDecimal? {
    switch self[column] {
    case .null: nil
    case .decimal(let number): number
    case let other: wrongKind(column, other, "decimal")
    }
  }

  /// A quantity; `nil` when NULL.
  public func quantity(_ column: String) -> Quantity? {
    decimal(column).map { number in
      do { return try Quantity(number) } catch { unchecked(column) }
    }
  }

  /// A unit cost in the row's currency; `nil` when NULL.
  public func unitCost(_ column: String) -> UnitCost? {
    decimal(column).map { number in
      do { return try UnitCost(number) } catch { unchecked(column) }
    }
  }

  /// An amount in the row's currency, rounded half away from zero to its minor unit; `nil` when
  /// NULL. Documents round their header total and split it over the lines instead (ACCOUNTING §1).
  public func money(_ column: String, in currency: Currency) -> Money? {
    decimal(column).map { number in
      do { return try Money(rounding: number, in: currency) } catch { unchecked(column) }
    }
  }

  /// A currency; `nil` when NULL.
  public func currency(_ column: String = "currency") -> Currency? {
    text(column).map { code in
      guard let currency = Currency(code: code) else { unchecked(column) }
      return currency
    }
  }

  /// A list of words; empty when NULL.
  public func list(_ column: String) -> [String] {
    switch self[column] {
    case .null: []
    case .list(let words): words
    case let other: wrongKind(column, other, "list")
    }
  }

  /// The quality flags; none for a stream without them.
  public var flags: [String] { layout.position(of: "flags") == nil ? [] : list("flags") }

  private func text(at position: Int) -> String? {
    if case .text(let text) = cells[position] { text } else { nil }
  }

  private func decimal(at position: Int) -> ExactDecimal? {
    if case .decimal(let number) = cells[position] { number } else { nil }
  }

  private func wrongKind(_ column: String, _ cell: StreamCell, _ wanted: String) -> Never {
    accountingFault("\(stream).\(column) was read as \(wanted) and holds another kind of cell")
  }

  private func unchecked(_ column: String) -> Never {
    accountingFault("\(stream).\(column) passed its check and is out of range all the same")
  }
}

// MARK: - Order

extension StreamRow {
  /// The canonical texts of the key's parts.
  var keyParts: [SourceKey] { layout.key.map { SourceKey(cells[$0].keyText ?? "") } }

  /// The order in which a stream is read: by event order, then by the parts of the key.
  static func precedes(_ a: StreamRow, _ b: StreamRow) -> Bool {
    if let x = a.order, let y = b.order {
      if x < y { return true }
      if y < x { return false }
    }
    for (x, y) in zip(a.keyParts, b.keyParts) where x != y { return x < y }
    return false
  }
}
