public import AccountingValues

/// A company's quoted exchange rates, and the rule by which one is found for a day.
///
/// Tried in this order, each with the latest quote on or before the day that is not older than
/// `maximumAgeDays`: the quote itself; the inverse of the opposite quote; a cross over one third
/// currency both are quoted against (the ECB quotes everything against EUR), the first by code. A
/// `closing` rate that is not quoted is that day's `spot` rate. Nothing else is guessed: a missing
/// rate is a finding that names currency and day.
public struct RateTable: Sendable {
  private struct Pair: Hashable {
    let from: Currency
    let to: Currency
    let kind: ExchangeRate.Kind
  }

  /// For how many days a quote may be used after its own, by the day it is used on.
  public let maximumAgeDays: Dated<Int>
  private var quotes: [Pair: [ExchangeRate]] = [:]
  private let currencies: [Currency]

  /// A table of quotes in any order. Of equal quotes for one day one counts.
  public init(_ rates: [ExchangeRate], maximumAgeDays: Int = 10) {
    self.init(rates, maximumAgeDays: Dated(maximumAgeDays))
  }

  /// A table of quotes in any order, used for as many days as a day's rules say.
  public init(_ rates: [ExchangeRate], maximumAgeDays: Dated<Int>) {
    self.maximumAgeDays = maximumAgeDays
    var currencies: Set<Currency> = []
    for rate in rates {
      quotes[Pair(from: rate.from, to: rate.to, kind: rate.kind), default: []].append(rate)
      currencies.insert(rate.from)
      currencies.insert(rate.to)
    }
    self.currencies = currencies.sorted()
    for pair in Array(quotes.keys) {
      quotes[pair]?.sort {
        $0.date != $1.date
          ? $0.date < $1.date
          : Int128($0.nanos) * Int128($1.perUnits) < Int128($1.nanos) * Int128($0.perUnits)
      }
    }
  }

  /// Pairs of different quotes for the same currencies, kind and day; each is the customer's to
  /// decide.
  public var contradictions: [(ExchangeRate, ExchangeRate)] {
    var found: [(ExchangeRate, ExchangeRate)] = []
    for pair in quotes.values {
      for (a, b) in zip(pair, pair.dropFirst())
      where a.date == b.date
        && Int128(a.nanos) * Int128(b.perUnits) != Int128(b.nanos) * Int128(a.perUnits)
      {
        found.append((a, b))
      }
    }
    return found.sorted { $0.0.description < $1.0.description }
  }

  /// The conversion for a day, `nil` when no quote leads there.
  public func conversion(
    from: Currency, to: Currency, kind: ExchangeRate.Kind, on day: CivilDate
  ) -> CurrencyConversion? {
    if let found = exact(from, to, kind, day) { return found }
    return kind == .closing ? exact(from, to, .spot, day) : nil
  }

  private func exact(
    _ from: Currency, _ to: Currency, _ kind: ExchangeRate.Kind, _ day: CivilDate
  ) -> CurrencyConversion? {
    if let direct = quoted(from, to, kind, day) { return direct }
    for pivot in currencies where pivot != from && pivot != to {
      if let first = quoted(from, pivot, kind, day), let second = quoted(pivot, to, kind, day) {
        return try? first.followed(by: second)
      }
    }
    return nil
  }

  private func quoted(
    _ from: Currency, _ to: Currency, _ kind: ExchangeRate.Kind, _ day: CivilDate
  ) -> CurrencyConversion? {
    if let rate = latest(Pair(from: from, to: to, kind: kind), day) {
      return try? CurrencyConversion(rate)
    }
    if let rate = latest(Pair(from: to, to: from, kind: kind), day) {
      return (try? CurrencyConversion(rate))?.inverse
    }
    return nil
  }

  private func latest(_ pair: Pair, _ day: CivilDate) -> ExchangeRate? {
    guard let list = quotes[pair] else { return nil }
    var (low, high) = (0, list.count)
    while low < high {
      let middle = (low + high) / 2
      if list[middle].date <= day { low = middle + 1 } else { high = middle }
    }
    guard low > 0, day.days(since: list[low - 1].date) <= maximumAgeDays.on(day) else {
      return nil
    }
    return list[low - 1]
  }
}
