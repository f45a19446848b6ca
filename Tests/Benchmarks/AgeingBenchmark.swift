import AccountingValues
import Subledgers

/// How many open items are aged per second on one core. Books as a trading company has them: one
/// invoice in twenty in three instalments, 20,000 customers, two currencies.
enum AgeingBenchmark {
  static func run() throws {
    try run(items: 2_000_000, paidOfFive: 4)
    try run(items: 2_000_000, paidOfFive: 0)
  }

  private static func run(items count: Int, paidOfFive: Int64) throws {
    guard let euro = Currency(code: "EUR"), let dollar = Currency(code: "USD"),
      let scheme = AgeingScheme(upperBounds: [30, 60, 90, 120]),
      let asOf = CivilDate(year: 2026, month: 10, day: 31)
    else { fatalError("the benchmark's own values are wrong") }
    var books = Books(count: count, paidOfFive: paidOfFive, asOf: asOf)
    books.fill()
    let clock = ContinuousClock()
    var built: Subledger?
    let building = try clock.measure {
      built = try Subledger(
        currencies: [euro, dollar], base: euro, items: books.items,
        instalments: books.instalments, applications: books.applications)
    }
    guard let ledger = built else { return }
    var fastest: Duration = .seconds(1_000)
    var open = 0
    var total: Int64 = 0
    for _ in 0..<5 {
      let time = clock.measure {
        let ageing = ledger.ageing(scheme, asOf: asOf)
        open = ageing.rows.count
        total = ageing.accounts.reduce(0) { $0 + $1.total.baseMinor }
      }
      fastest = min(fastest, time)
    }
    print("ageing: \(count) items, \(books.applications.count) applications, \(open) open")
    print("  total in base \(Money(minor: total, in: euro))")
    print(
      "  build \(rate(count, building)), age \(rate(count, fastest)), open \(rate(open, fastest))")
  }

  /// Millions per second.
  private static func rate(_ count: Int, _ time: Duration) -> String {
    let micros =
      time.components.seconds * 1_000_000 + time.components.attoseconds / 1_000_000_000_000
    return "\(FixedPointText.text(Int64(count) * 100 / max(1, micros), decimals: 2)) M/s"
  }
}

/// The benchmark's books; the same on every machine.
private struct Books {
  let count: Int
  let paidOfFive: Int64
  let asOf: CivilDate
  var items: [OpenItem] = []
  var instalments: [Instalment] = []
  var applications: [Application] = []
  private var state: UInt64 = 20_261_031

  init(count: Int, paidOfFive: Int64, asOf: CivilDate) {
    self.count = count
    self.paidOfFive = paidOfFive
    self.asOf = asOf
  }

  /// A number below `bound`, from a linear congruential generator (Knuth, MMIX).
  private mutating func number(below bound: Int64) -> Int64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int64(state >> 33) % bound
  }

  mutating func fill() {
    items.reserveCapacity(count)
    while items.count < count {
      // In event order, as extraction delivers them: two years up to the day of the report.
      let date = asOf.adding(days: -730 + 730 * items.count / count)
      addInvoice(on: date)
    }
  }

  private mutating func addInvoice(on date: CivilDate) {
    let amount = 1 + number(below: 1_000_000)
    let currency = Int32(number(below: 10) == 0 ? 1 : 0)
    let base = currency == 0 ? amount : amount * 93 / 100
    let partner = Int32(number(below: 20_000))
    let first = Int32(instalments.count)
    if number(below: 20) == 0, amount > 3 {
      for part in 0..<3 {
        instalments.append(
          Instalment(
            dueDate: date.adding(days: 30 * (part + 1)),
            amountMinor: part < 2 ? amount / 3 : amount - 2 * (amount / 3)))
      }
    }
    let invoice = Int32(items.count)
    func item(_ kind: OpenItem.Kind, _ amount: Int64, _ base: Int64) -> OpenItem {
      OpenItem(
        side: .receivable, kind: kind, partner: partner, document: Int32(items.count),
        currency: currency, documentDate: date, date: date, dueDate: date.adding(days: 30),
        amountMinor: amount, baseMinor: base)
    }
    var document = item(.invoice, amount, base)
    document.firstInstalment = first
    document.instalmentCount = Int32(instalments.count) - first
    items.append(document)
    guard number(below: 5) < paidOfFive, items.count < count else { return }
    items.append(item(.payment, -amount, -base))
    applications.append(
      Application(
        kind: .payment, from: invoice + 1, to: invoice, date: date.adding(days: 20),
        fromMinor: amount, toMinor: amount))
  }
}
