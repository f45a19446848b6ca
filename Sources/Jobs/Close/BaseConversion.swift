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
    return try parts(minors, of: try conversion.converted(total), by: conversion)
  }

  /// The base amounts of the lines of a document and of its tax. Tax goes first: all tax of one code
  /// together is converted once, as a tax office computes it, and the tax of its lines sums to that.
  /// The net amounts share what is left of the total:
  ///
  ///     12.33 net, 2.34 tax at 0.90: total 13.203 → 13.20, tax 2.106 → 2.11, net 11.09
  ///
  /// Where nothing is left for them (a document of tax alone, cents at a low rate), all share the
  /// total by largest remainder.
  static func parts(
    nets: [Int64], taxes: [(code: String, minor: Int64)], by conversion: CurrencyConversion
  ) throws(ValueError) -> (nets: [Int64], taxes: [Int64]) {
    let all = nets + taxes.map(\.minor)
    let joint = try parts(all, by: conversion)
    var left = joint.reduce(0, &+)
    var shared = [Int64](repeating: 0, count: taxes.count)
    for code in Set(taxes.map(\.code)).sorted() {
      let places = taxes.indices.filter { taxes[$0].code == code }
      let found = try parts(places.map { taxes[$0].minor }, by: conversion)
      for (place, base) in zip(places, found) { shared[place] = base }
      left -= found.reduce(0, &+)
    }
    let net = nets.reduce(0, &+)
    guard net != 0, left == 0 || (left < 0) == (net < 0) else {
      return (Array(joint.prefix(nets.count)), Array(joint.dropFirst(nets.count)))
    }
    return (try parts(nets, of: left, by: conversion), shared)
  }

  private static func parts(
    _ minors: [Int64], of converted: Int64, by conversion: CurrencyConversion
  ) throws(ValueError) -> [Int64] {
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
