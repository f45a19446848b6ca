import AccountingValues

/// Daily exchange rates of euro, dollar and pound on working days, a walk in small steps.
struct RateBook {
  /// Dollars and pounds per euro in millionths, by day since `first`; a day without a quotation has
  /// that of the day before.
  private var perEuro: [(usd: Int64, gbp: Int64)] = []
  private let first: CivilDate
  let last: CivilDate

  init(seed: UInt64, from first: CivilDate, through last: CivilDate) {
    self.first = first
    self.last = last
    var dice = Dice(seed: seed, "exchange rates")
    var usd: Int64 = 1_133_400
    var gbp: Int64 = 851_200
    var date = first
    while date <= last {
      if date.weekday <= 5 {
        // Steps of up to 0.45 %, pulled gently back to where the walk began.
        usd += usd * Int64(dice.from(-45...45)) / 10_000 + (1_133_400 - usd) / 150
        gbp += gbp * Int64(dice.from(-30...30)) / 10_000 + (851_200 - gbp) / 150
      }
      perEuro.append((usd, gbp))
      date = date.adding(days: 1)
    }
  }

  /// Units of `to` for one unit of `from` in millionths; `nil` between equal currencies.
  func rate(_ from: String, _ to: String, on date: CivilDate) -> Int64? {
    if from == to { return nil }
    let quoted = perEuro[min(max(0, date.days(since: first)), perEuro.count - 1)]
    func units(_ code: String) -> Int64 {
      switch code {
      case "USD": quoted.usd
      case "GBP": quoted.gbp
      default: 1_000_000
      }
    }
    return share(units(to), 1_000_000, of: units(from))
  }

  /// An amount in another currency, in hundredths of it.
  func convert(_ cents: Int64, _ from: String, _ to: String, on date: CivilDate) -> Int64 {
    rate(from, to, on: date).map { share(cents, $0, of: 1_000_000) } ?? cents
  }

  /// The rows of `core.currency_rate`.
  func rows() -> [[SampleValue]] {
    var rows: [[SampleValue]] = []
    let pairs = [("EUR", "USD"), ("USD", "EUR"), ("EUR", "GBP"), ("GBP", "EUR"), ("GBP", "USD")]
    for (from, to) in pairs {
      var sum: Int64 = 0
      var days: Int64 = 0
      var date = first
      while date <= last {
        guard let rate = rate(from, to, on: date) else { break }
        func row(_ kind: SampleValue, _ value: Int64) -> [SampleValue] {
          [.text(from), .text(to), .date(date), kind, .rate(value), 1]
        }
        if date.weekday <= 5 {
          rows.append(row("spot", rate))
          sum += rate
          days += 1
        }
        if date.adding(days: 1).day == 1 {
          rows.append(row("closing", rate))
          rows.append(row("average", share(sum, 1, of: max(1, days))))
          sum = 0
          days = 0
        }
        date = date.adding(days: 1)
      }
    }
    return rows
  }
}
