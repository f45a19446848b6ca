/// One column of a table: what its cells are and how people call it.
public struct Column: Hashable, Sendable {
  /// The column's name in the dataset and in CSV headers: `amount_due`.
  public let name: String
  /// What stands above the column on paper: `Amount due`.
  public let title: String
  /// What its cells hold.
  public let type: ColumnType
  /// The unit a reader needs to know, where type and title do not say it: `days`, `EUR per kg`.
  public let unit: String?

  /// A column; without a title the name is shown.
  public init(name: String, title: String? = nil, type: ColumnType, unit: String? = nil) {
    self.name = name
    self.title = title ?? name
    self.type = type
    self.unit = unit
  }
}

/// What the cells of a column hold. Any column may hold `Cell.null`.
public enum ColumnType: Hashable, Sendable {
  /// Words: names, sentences.
  case text
  /// An identifier that is never calculated with, even when it is made of digits: account `0420`.
  case code
  /// A whole number: days, counts.
  case integer
  /// An amount of money; each cell carries its currency, `currency` says where that comes from.
  case money(CurrencySource)
  /// A quantity in the item's stock unit.
  case quantity
  /// A cost or price per stock unit, in major currency units.
  case unitCost
  /// An exchange rate or another factor with up to nine decimals.
  case rate
  /// A share; 0.25 is shown as 25 %.
  case percent
  /// A civil day.
  case date
  /// A moment, to the second on paper.
  case timestamp
  /// Yes or no.
  case boolean

  /// Whether cells of this type can be added up down a column. Unit costs, rates and shares cannot:
  /// their sum means nothing.
  public var isSummable: Bool {
    switch self {
    case .integer, .money, .quantity: true
    case .text, .code, .unitCost, .rate, .percent, .date, .timestamp, .boolean: false
    }
  }

  /// Whether cells of this type are figures, set to the right.
  public var isNumeric: Bool {
    switch self {
    case .integer, .money, .quantity, .unitCost, .rate, .percent: true
    case .text, .code, .date, .timestamp, .boolean: false
    }
  }
}

/// Where the currency of a money column comes from.
public enum CurrencySource: Hashable, Sendable {
  /// The company's base currency.
  case base
  /// A column of the same row, which holds the ISO 4217 code.
  case column(String)
}
