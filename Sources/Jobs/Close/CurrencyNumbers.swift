import AccountingValues

/// The few currencies of many rows, by numbers of two bytes from 0.
struct CurrencyNumbers {
  /// Stands for no currency.
  static let none: Int16 = -1

  private(set) var all: [Currency] = []

  subscript(number: Int16) -> Currency { all[Int(number)] }

  /// The number of a currency that has one.
  func known(_ currency: Currency) -> Int16? {
    all.firstIndex(of: currency).map { Int16(truncatingIfNeeded: $0) }
  }

  /// The number of a currency, a new one where it has none.
  mutating func number(of currency: Currency) -> Int16 {
    if let known = known(currency) { return known }
    all.append(currency)
    return Int16(truncatingIfNeeded: all.count - 1)
  }
}
