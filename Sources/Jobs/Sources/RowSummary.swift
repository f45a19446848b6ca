import AccountingValues
import Extraction
import Warehouse

/// What a person knows a row by: its day, its document's number, its amount and quantity. Kept of
/// every row of a closed period, so that a later change can be told in figures.
struct RowSummary: Hashable {
  let day: CivilDate
  /// Empty when the stream has no document numbers.
  let document: String
  /// The amount that control totals sum; of a document without one, the sum of its lines.
  let amount: ExactDecimal?
  /// The code of the amount's currency.
  let currency: String?
  /// The quantity that control totals sum, likewise.
  let quantity: ExactDecimal?

  /// What a dated row says, with its lines where it has some.
  init?(_ row: StreamRow, with lines: [StreamRow]) {
    guard let day = row.order?.date else { return nil }
    self.day = day
    document = row.documentNumber
    amount = row.controlAmount ?? Self.sum(lines.compactMap(\.controlAmount))
    currency = row.statedCurrency ?? lines.first?.statedCurrency
    quantity = row.controlQuantity ?? Self.sum(lines.compactMap(\.controlQuantity))
  }

  /// What a movement off the wire says.
  init(_ row: StockMovementRow, in reader: StockMovementReader) {
    day = CivilDate(daysSince1970: row.date)
    document = reader.documentNumber(of: row)
    amount = row.value
    currency = row.currency < 0 ? nil : reader.numbering.currencies[Int(row.currency)].code
    quantity = try? ExactDecimal(significand: Int128(row.quantityMicros), scale: 6)
  }

  /// What was written when the row's period was closed; `nil` for a period closed by a version that
  /// did not write it.
  init?(_ filed: FiledRow) {
    guard let day = filed.day else { return nil }
    self.day = day
    document = filed.document ?? ""
    amount = filed.amount.flatMap { try? ExactDecimal(parsing: $0) }
    currency = filed.currency
    quantity = filed.quantity.flatMap { try? ExactDecimal(parsing: $0) }
  }

  /// `nil` for nothing, and where a sum exceeds 37 digits.
  private static func sum(_ numbers: [ExactDecimal]) -> ExactDecimal? {
    guard let first = numbers.first else { return nil }
    return numbers.dropFirst().reduce(first) { sum, number in
      sum.flatMap { try? $0.adding(number) }
    }
  }

  /// The amount for a finding.
  var money: Money? {
    guard let amount, let currency = currency.flatMap({ Currency(code: $0) }) else { return nil }
    return try? Money(rounding: amount, in: currency)
  }

  /// ` over 110.00 USD`, ` of 12 units`, or nothing.
  var worth: String {
    if let amount { return " over \(amount) \(currency ?? "")".trimmed }
    return quantity.map { " of \($0) units" } ?? ""
  }

  /// What differs from another summary, in words: `amount 120.00 USD, was 110.00 (+10.00)`.
  func differences(from old: RowSummary) -> [String] {
    var words: [String] = []
    if day != old.day { words.append("day \(day), was \(old.day)") }
    if amount != old.amount || currency != old.currency {
      let unit = currency == old.currency ? nil : old.currency
      words.append(
        "amount \(Self.text(amount, currency)), was \(Self.text(old.amount, unit))"
          + (currency == old.currency ? Self.change(amount, old.amount) : ""))
    }
    if quantity != old.quantity {
      words.append(
        "quantity \(Self.text(quantity, nil)), was \(Self.text(old.quantity, nil))"
          + Self.change(quantity, old.quantity))
    }
    return words
  }

  private static func text(_ number: ExactDecimal?, _ unit: String?) -> String {
    guard let number else { return "none" }
    return unit.map { "\(number) \($0)" } ?? number.description
  }

  /// ` (+10.00)`.
  private static func change(_ now: ExactDecimal?, _ old: ExactDecimal?) -> String {
    guard let difference = difference(now, old) else { return "" }
    let text = difference.description
    return " (\(text.hasPrefix("-") ? text : "+" + text))"
  }

  static func difference(_ now: ExactDecimal?, _ old: ExactDecimal?) -> ExactDecimal? {
    guard let now, let old else { return nil }
    return try? now.adding(old.negated)
  }
}

extension String {
  /// Without spaces at its end.
  fileprivate var trimmed: String {
    var text = self[...]
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
