import AccountingValues
import Tables

/// The exact sum of a column's figures over some rows. Amounts of several currencies have none.
struct ColumnSum: Hashable {
  private(set) var count: Int128 = 0
  /// The decimals of the unit counted.
  private(set) var decimals: Int
  /// The currency all amounts share so far.
  private(set) var currency: Currency?
  /// Whether amounts of different currencies met: then there is no sum.
  private(set) var isMixed = false
  /// Whether a figure was too long for a spreadsheet's number and stands there as text.
  private(set) var holdsText = false

  /// Zero of a column; money is of the base currency until an amount says otherwise.
  init(of type: ColumnType, base: Currency) {
    switch type {
    case .money: decimals = base.minorDigits
    case .quantity: decimals = 6
    default: decimals = 0
    }
  }

  mutating func add(_ cell: Cell) {
    guard let figure = Figure(cell) else { return }
    if case .money(let money) = cell { meet(money.currency) }
    count += figure.count
    if figure.spreadsheetNumber == nil { holdsText = true }
  }

  mutating func add(_ other: ColumnSum) {
    if let theirs = other.currency { meet(theirs) }
    count += other.count
    isMixed = isMixed || other.isMixed
    holdsText = holdsText || other.holdsText
  }

  private mutating func meet(_ other: Currency) {
    if let currency, currency != other { isMixed = true }
    currency = other
    decimals = other.minorDigits
  }

  /// The sum; `nil` for several currencies.
  var figure: Figure? { isMixed ? nil : Figure(count: count, decimals: decimals) }
}
