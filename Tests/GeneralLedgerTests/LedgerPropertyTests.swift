import AccountingValues
import GeneralLedger
import TestSupport
import Testing

/// A year of random documents in three currencies, some of them wrong, and what must hold whatever
/// they are. A slow second reading of the lines is the oracle of every balance.
@Suite("What holds for any documents")
struct LedgerPropertyTests {
  struct World {
    let plan: PostingPlan
    var ledger: Ledger
    var batch = JournalBatch()
    var posted = 0
    var held = 0
  }

  static let currencies = [Books.eur, Books.usd, Books.jpy]
  static let first = Books.day("2026-01-01")

  private func world(seed: UInt64) throws -> World {
    let plan = try Books.plan(Books.definitions(dimensions: [.init(name: "department")]))
    var rates: [ExchangeRate] = []
    var random = SplitMix64(seed: seed)
    for day in stride(from: 0, to: 730, by: 7) {
      for (from, low, high) in [(Books.usd, 700, 1_100), (Books.jpy, 5, 9)] {
        rates.append(
          try ExchangeRate(
            from: from, to: Books.eur, kind: .spot, date: Self.first.adding(days: day),
            rate: ExactDecimal(
              significand: Int128(Int.random(in: low...high, using: &random)), scale: 3)))
      }
    }
    var world = World(plan: plan, ledger: try Books.ledger(plan, months: 24, rates: rates))
    for number in 0..<300 {
      let outcome =
        Bool.random(using: &random)
        ? world.ledger.post(try invoice(plan, number, &random))
        : try manual(&world.ledger, number, &random)
      if outcome == .held { world.held += 1 } else { world.posted += 1 }
    }
    world.batch = world.ledger.takeBatch()
    return world
  }

  private func invoice(
    _ plan: PostingPlan, _ number: Int, _ random: inout SplitMix64
  ) throws -> PostingEvent {
    var event = try plan.event("sales_invoices")
    let day = Self.first.adding(days: Int.random(in: 0..<725, using: &random))
    event.begin(
      EventOrder(date: day, recordedAt: nil, rank: 50, key: SourceKey("\(number)")),
      number: "\(number)", currency: try #require(Self.currencies.randomElement(using: &random)))
    var total: Int64 = 0
    for _ in 0..<Int.random(in: 1...40, using: &random) {
      let net = Int64.random(in: -500...2_000, using: &random)
      let tax = Int64.random(in: 0...100, using: &random)
      total += net + tax
      try event.addLine([
        "net_amount": .amount(net), "tax_amount": .amount(tax),
        "department_key": .code(
          plan.pool.number(of: "D\(Int.random(in: 0...3, using: &random))")),
      ])
    }
    // Some differ from their lines: by cents, or beyond the limit.
    try event.set("total", .amount(total + Int64.random(in: -7...7, using: &random) / 3 * 2))
    return event
  }

  private func manual(
    _ ledger: inout Ledger, _ number: Int, _ random: inout SplitMix64
  ) throws -> PostingOutcome {
    let amount = Int64.random(in: 1...100_000, using: &random)
    let part = Int64.random(in: 0...amount, using: &random)
    let accounts = Books.accounts.map(\.code).shuffled(using: &random)
    let wrong: Int64 = Int.random(in: 0...9, using: &random) == 0 ? 1 : 0
    return try ledger.postManual(
      Self.first.adding(days: Int.random(in: 0..<725, using: &random)).description, "\(number)",
      [
        (accounts[0], amount, 0), (accounts[1], 0, part), (accounts[2], 0, amount - part + wrong),
      ], in: Self.currencies.randomElement(using: &random))
  }

  @Test("Every entry balances in base and in each of its currencies", arguments: 1...8)
  func entriesBalance(seed: Int) throws {
    let world = try world(seed: UInt64(seed))
    #expect(world.posted > 200 && world.held > 0, "seed \(seed)")
    for entry in world.batch.entries {
      var sums: [Currency: Int64] = [:]
      var base: Int64 = 0
      for line in world.batch.lines(of: entry) {
        #expect(line.amountMinor >= 0 && line.baseMinor >= 0, "seed \(seed)")
        sums[line.currency, default: 0] += line.side.sign * line.amountMinor
        base += line.debitMinor - line.creditMinor
      }
      #expect(base == 0 && sums.values.allSatisfy { $0 == 0 }, "seed \(seed), \(entry)")
    }
  }

  @Test("No account, side, currency and dimensions come twice in an entry", arguments: 1...4)
  func linesAreSummed(seed: Int) throws {
    struct Key: Hashable {
      let account: Int32
      let side: BalanceSide
      let currency: Currency
      let dimensions: Int32
    }
    let world = try world(seed: UInt64(seed))
    for entry in world.batch.entries {
      let lines = world.batch.lines(of: entry).filter { $0.origin != .roundingDifference }
      let keys = lines.map {
        Key(
          account: $0.account, side: $0.side, currency: $0.currency, dimensions: $0.dimensions)
      }
      #expect(Set(keys).count == keys.count, "seed \(seed), \(entry)")
    }
  }

  @Test(
    "The trial balance is the sum of the lines, and zero in base and per currency", arguments: 1...4
  )
  func trialBalanceIsTheLines(seed: Int) throws {
    let world = try world(seed: UInt64(seed))
    let chart = world.plan.chart
    for period in 0..<24 {
      let balance = try world.ledger.trialBalance(period...period)
      #expect(balance.totals.openingMinor == 0 && balance.totals.closingMinor == 0, "seed \(seed)")
      #expect(balance.totals.debitMinor == balance.totals.creditMinor, "seed \(seed)")
      for index in chart.accounts.indices {
        let amounts = balance.row(.account(Int32(index)))?.base ?? .init()
        #expect(amounts == expected(Int32(index), period, world), "seed \(seed)")
      }
      var sums: [Currency: Int64] = [:]
      for row in try world.ledger.trialBalance(period...period, by: .currency).rows {
        sums[try #require(row.currency), default: 0] += row.transaction.closingMinor
      }
      #expect(sums.values.allSatisfy { $0 == 0 }, "seed \(seed), period \(period)")
    }
  }

  /// The slow way: every line again, income and expense from the start of the year.
  private func expected(_ account: Int32, _ period: Int, _ world: World) -> TrialBalanceAmounts {
    let start = world.plan.chart[account].type.belongsToResult ? period / 12 * 12 : 0
    var amounts = TrialBalanceAmounts()
    for entry in world.batch.entries where (start...period).contains(Int(entry.period)) {
      for line in world.batch.lines(of: entry) where line.account == account {
        if Int(entry.period) == period {
          amounts.debitMinor += line.debitMinor
          amounts.creditMinor += line.creditMinor
        } else {
          amounts.openingMinor += line.debitMinor - line.creditMinor
        }
      }
    }
    return amounts
  }

  @Test("opening(n+1) = closing(n) for every account, dimension and currency", arguments: 1...2)
  func openingIsClosing(seed: Int) throws {
    let world = try world(seed: UInt64(seed))
    for split in [TrialBalance.Split.none, .currency, .dimension("department")] {
      for period in 0..<23 where period != 11 {
        let closings = try closing(world, period, split)
        var openings: [String: Int64] = [:]
        for row in try world.ledger.trialBalance((period + 1)...(period + 1), by: split).rows
        where row.base.openingMinor != 0 {
          openings[name(row)] = row.base.openingMinor
        }
        #expect(openings == closings, "seed \(seed), period \(period)")
      }
    }
  }

  private func closing(
    _ world: World, _ period: Int, _ split: TrialBalance.Split
  ) throws -> [String: Int64] {
    var closings: [String: Int64] = [:]
    for row in try world.ledger.trialBalance(period...period, by: split).rows
    where row.base.closingMinor != 0 {
      closings[name(row)] = row.base.closingMinor
    }
    return closings
  }

  private func name(_ row: TrialBalanceRow) -> String {
    "\(row.subject) \(row.currency?.code ?? "") \(row.dimension ?? "")"
  }

  @Test("A run from any frozen state continues the books to the cent", arguments: 1...2)
  func frozenState(seed: Int) throws {
    let world = try world(seed: UInt64(seed))
    for period in [0, 5, 10, 11, 12, 22] {
      var next = Ledger(
        plan: world.plan, periods: Array(world.ledger.periods[(period + 1)...]),
        rates: world.ledger.rates)
      #expect(next.open(with: try world.ledger.carriedBalances(after: period)).isEmpty)
      let opened = try next.trialBalance(0...0)
      let continued = try world.ledger.trialBalance((period + 1)...(period + 1))
      for row in opened.rows {
        let same = continued.row(row.subject)?.base.openingMinor
        #expect(row.base.openingMinor == same, "seed \(seed), period \(period)")
      }
      #expect(opened.totals.openingMinor == 0, "seed \(seed)")
    }
  }

  @Test("Posting again in another order gives the same balances and references", arguments: 1...4)
  func orderDoesNotMatter(seed: Int) throws {
    var random = SplitMix64(seed: UInt64(seed))
    let plan = try Books.plan()
    var events: [PostingEvent] = []
    for number in 0..<60 {
      var event = try invoice(plan, number, &random)
      event.currency = Books.eur
      events.append(event)
    }
    var one = try Books.ledger(plan, months: 24)
    var other = try Books.ledger(plan, months: 24)
    for event in events { one.post(event) }
    for event in events.shuffled(using: &random) { other.post(event) }
    #expect(try one.carriedBalances(after: 23) == other.carriedBalances(after: 23), "seed \(seed)")
    #expect(
      Set(one.takeBatch().entries.map(\.reference))
        == Set(other.takeBatch().entries.map(\.reference)), "seed \(seed)")
  }

  @Test("Numbers are gapless however entries are spread over closings", arguments: 1...4)
  func gapless(seed: Int) throws {
    var random = SplitMix64(seed: UInt64(seed))
    let world = try world(seed: UInt64(seed))
    var issued: [IssuedNumber] = []
    let requests = world.batch.entries.map {
      JournalNumbering.Request(
        $0, journal: world.plan.definitions.journals[Int($0.journal)],
        period: world.ledger.periods[Int($0.period)])
    }.shuffled(using: &random)
    for start in stride(from: 0, to: requests.count, by: 17) {
      let before = issued
      var numbering = try JournalNumbering(company: "acme", issued: issued)
      issued += try numbering.assign(Array(requests[start..<min(start + 17, requests.count)]))
      #expect(Array(issued.prefix(before.count)) == before)
    }
    #expect(issued.count == requests.count && Set(issued.map(\.number)).count == issued.count)
    _ = try JournalNumbering(company: "acme", issued: issued)
  }
}
