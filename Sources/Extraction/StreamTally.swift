public import AccountingValues

/// A count of rows with their exact amounts, before any rounding.
public struct RowSum: Hashable, Sendable {
  /// How many rows.
  public private(set) var rows: Int64 = 0
  /// Exact amounts by the currency the rows state; rows that state none are under the empty text.
  public private(set) var amounts: [String: ExactDecimal] = [:]
  /// The exact quantity, where the stream has one.
  public private(set) var quantity = ExactDecimal.zero
  /// Rows whose amount or quantity could not be read or exceeds 37 digits: they are in `rows` only.
  public private(set) var unreadable: Int64 = 0

  /// Nothing.
  public init() {}

  /// A sum stated as a whole.
  public init(rows: Int64, amounts: [String: ExactDecimal] = [:], quantity: ExactDecimal = .zero) {
    self.rows = rows
    self.amounts = amounts.filter { $0.value != .zero }
    self.quantity = quantity
  }

  /// Adds one row.
  mutating func add(_ cells: [StreamCell], _ layout: StreamLayout) {
    rows += 1
    var isReadable = true
    if let position = layout.controlAmount {
      switch cells[position] {
      case .decimal(let amount): isReadable = add(amount, Self.currency(cells, layout))
      case .unreadable: isReadable = false
      default: break
      }
    }
    if let position = layout.controlQuantity {
      switch cells[position] {
      case .decimal(let units):
        if let sum = try? quantity.adding(units) { quantity = sum } else { isReadable = false }
      case .unreadable: isReadable = false
      default: break
      }
    }
    if !isReadable { unreadable += 1 }
  }

  /// Adds another sum; `nil` beyond 37 digits.
  public func adding(_ other: RowSum) -> RowSum? {
    var sum = self
    sum.rows += other.rows
    sum.unreadable += other.unreadable
    guard let units = try? quantity.adding(other.quantity) else { return nil }
    sum.quantity = units
    for (currency, amount) in other.amounts where !sum.add(amount, currency) { return nil }
    return sum
  }

  /// Whether the amount could be added. A currency whose amounts cancel out is left out, so that
  /// equal sums are equal values.
  private mutating func add(_ amount: ExactDecimal, _ currency: String) -> Bool {
    guard let sum = try? (amounts[currency] ?? .zero).adding(amount) else { return false }
    amounts[currency] = sum == .zero ? nil : sum
    return true
  }

  private static func currency(_ cells: [StreamCell], _ layout: StreamLayout) -> String {
    if let position = layout.currency, case .text(let code) = cells[position] { code } else { "" }
  }
}

extension RowSum {
  /// The sum as messages tell it: `3 rows, 12.50 EUR`.
  public var words: String {
    let sums = amounts.sorted { $0.key < $1.key }.map { currency, amount in
      currency.isEmpty ? "\(amount)" : "\(amount) \(currency)"
    }
    let units = quantity == .zero ? [] : ["quantity \(quantity)"]
    return ([rows == 1 ? "1 row" : "\(rows) rows"] + units + sums).joined(separator: ", ")
  }
}

/// What became of every row of one stream: read = posted + excluded + held + quarantined, in count
/// and exact amount (ACCOUNTING §8).
public struct StreamTally: Hashable, Sendable {
  /// The stream.
  public let stream: String
  /// All rows: those the adapter delivered and those it left out by a named rule.
  public private(set) var read = RowSum()
  /// Rows that were computed with.
  public private(set) var posted = RowSum()
  /// Rows that wait, by policy or for a person.
  public private(set) var held = RowSum()
  /// Rows that failed a check.
  public private(set) var quarantined = RowSum()
  /// Rows left out, by the rule's name.
  public private(set) var excluded: [String: RowSum] = [:]

  /// A tally without rows.
  public init(stream: String) { self.stream = stream }

  /// Counts a row that the adapter delivered.
  mutating func countRead(_ cells: [StreamCell], _ layout: StreamLayout) {
    read.add(cells, layout)
  }

  /// Counts rows that the adapter delivered, by their sum.
  mutating func countRead(_ sum: RowSum) { read = Self.added(read, sum, stream) }

  /// Counts quarantined rows, by their sum.
  mutating func countQuarantined(_ sum: RowSum) {
    quarantined = Self.added(quarantined, sum, stream)
  }

  private static func added(_ a: RowSum, _ b: RowSum, _ stream: String) -> RowSum {
    guard let sum = a.adding(b) else { accountingFault("the sums of \(stream) exceed 37 digits") }
    return sum
  }

  /// Counts a quarantined row.
  mutating func countQuarantined(_ cells: [StreamCell], _ layout: StreamLayout) {
    quarantined.add(cells, layout)
  }

  /// Counts a row as computed with.
  public mutating func post(_ row: StreamRow) { posted.add(row.cells, row.layout) }

  /// Counts a row as waiting.
  public mutating func hold(_ row: StreamRow) { held.add(row.cells, row.layout) }

  /// Counts a row as left out by a named rule of the company: before go-live, for example.
  public mutating func exclude(_ row: StreamRow, rule: String) {
    excluded[rule, default: RowSum()].add(row.cells, row.layout)
  }

  /// Counts rows as computed with, by their sum.
  mutating func post(_ sum: RowSum) { posted = Self.added(posted, sum, stream) }

  /// Counts rows as waiting, by their sum.
  mutating func hold(_ sum: RowSum) { held = Self.added(held, sum, stream) }

  /// Counts rows that were counted as read as left out, by their sum.
  mutating func countExcluded(_ sum: RowSum, rule: String) {
    excluded[rule] = Self.added(excluded[rule] ?? RowSum(), sum, stream)
  }

  /// Counts rows that were read and left out by a named rule, by their sum.
  public mutating func exclude(_ sum: RowSum, rule: String) {
    read = Self.added(read, sum, stream)
    excluded[rule] = Self.added(excluded[rule] ?? RowSum(), sum, stream)
  }

  /// Counts a sound row as quarantined by a later check.
  public mutating func quarantine(_ row: StreamRow) { quarantined.add(row.cells, row.layout) }

  /// Takes the adapter's own exclusions, rows of the stream `exclusions` that name this stream.
  /// Such rows were read and excluded. Their amounts are in base currency.
  public mutating func take(exclusion row: StreamRow, base: Currency) {
    guard row.text("stream") == stream, let rule = row.text("rule") else {
      accountingFault("an exclusion of another stream was counted for \(stream)")
    }
    let sum = RowSum(
      rows: row.integer("row_count") ?? 0,
      amounts: row.decimal("amount").map { [base.code: $0] } ?? [:],
      quantity: row.decimal("quantity") ?? .zero)
    exclude(sum, rule: rule)
  }

  /// What all fates add up to; `nil` beyond 37 digits.
  public var accounted: RowSum? {
    var sum: RowSum? = posted
    for part in [held, quarantined] + excluded.values { sum = sum?.adding(part) }
    return sum
  }

  /// Whether every row read has exactly one fate, in count and exact amount.
  public var isComplete: Bool { accounted == read }
}
