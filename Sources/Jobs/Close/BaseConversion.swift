import AccountingValues
import Extraction
import GeneralLedger

/// Brings amounts of a document to the company's base currency with the rate that the document
/// states, else the one quoted for its day.
struct BaseConversion {
  let base: Currency
  let rates: RateTable

  /// The conversion of a document, or `nil` when there is none: a blocking finding names it.
  func conversion(
    from currency: Currency, stated: ExactDecimal?, kind: ExchangeRate.Kind, on date: CivilDate
  ) -> CurrencyConversion? {
    if currency == base { return try? CurrencyConversion(.identity(base, on: date)) }
    if let stated {
      guard
        let rate = try? ExchangeRate(
          from: currency, to: base, kind: kind, date: date, rate: stated)
      else { return nil }
      return try? CurrencyConversion(rate)
    }
    return rates.conversion(from: currency, to: base, kind: kind, on: date)
  }

  /// The base amounts of the parts of a document: their total is converted once and the parts follow
  /// by largest remainder, so that they sum to it. Parts of mixed sign are converted one by one and
  /// the largest takes the difference.
  static func parts(
    _ minors: [Int64], by conversion: CurrencyConversion
  ) throws(ValueError) -> [Int64] {
    var total: Int64 = 0
    for minor in minors {
      let (sum, overflow) = total.addingReportingOverflow(minor)
      if overflow { throw .outOfRange }
      total = sum
    }
    let converted = try conversion.converted(total)
    if minors.allSatisfy({ $0 >= 0 }) || minors.allSatisfy({ $0 <= 0 }) {
      return try Allocation.split(converted, over: minors.map { Int64($0.magnitude) })
    }
    var parts: [Int64] = []
    for minor in minors { parts.append(try conversion.converted(minor)) }
    if let largest = parts.indices.max(by: { parts[$0].magnitude < parts[$1].magnitude }) {
      parts[largest] += converted - parts.reduce(0, &+)
    }
    return parts
  }
}

/// Writes the finding about a rate that nobody quotes.
func missingRate(
  _ currency: Currency, to base: Currency, on date: CivilDate, stream: String, key: SourceKey,
  document: String
) -> Finding {
  Finding(
    code: "GL-003", severity: .error, origin: stream, key: key.displayText, document: document,
    message: "there is no \(currency)/\(base) rate for \(date) and the document states none",
    action: "add the rate for \(date) to fx_rates, in the ERP or as CSV")
}
