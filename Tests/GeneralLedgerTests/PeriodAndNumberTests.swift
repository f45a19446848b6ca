import AccountingValues
import GeneralLedger
import Testing

@Suite("Periods open and close in order")
struct PeriodStatesTests {
  private func states(_ closed: Int, of count: Int = 4) throws -> PeriodStates {
    try PeriodStates(
      try Books.months("2026-01", count).enumerated().map {
        .init(period: $1, state: $0 < closed ? .closed : .open)
      })
  }

  @Test("open → closing → closed, one after the other")
  func closing() throws {
    var states = try states(1)
    let months = try Books.months("2026-01", 4)
    #expect(throws: PeriodStateError.earlierIsOpen(months[2], earlier: months[1])) {
      try states.beginClosing(months[2])
    }
    #expect(throws: PeriodStateError.self) { try states.finishClosing(months[1]) }
    try states.beginClosing(months[1])
    #expect(throws: PeriodStateError.self) { try states.beginClosing(months[1]) }
    try states.abandonClosing(months[1])
    #expect(states.entries.map(\.state) == [.closed, .open, .open, .open])
    try states.beginClosing(months[1])
    try states.finishClosing(months[1])
    #expect(states.entries.map(\.state) == [.closed, .closed, .open, .open])
    #expect(states.firstOpenDay == Books.day("2026-03-01"))
    #expect(states.openSpan == [months[2], months[3]])
  }

  @Test("Reopening takes a reason and reopens the later ones with it, the latest first")
  func reopening() throws {
    var states = try states(3)
    let months = try Books.months("2026-01", 4)
    #expect(throws: PeriodStateError.reasonMissing(months[1])) {
      try states.reopen(months[1], reason: "  ")
    }
    #expect(throws: PeriodStateError.wrongState(months[3], .open, step: "reopened")) {
      try states.reopen(months[3], reason: "x")
    }
    #expect(try states.reopen(months[1], reason: "wrong rate") == [months[2], months[1]])
    #expect(states.entries.map(\.state) == [.closed, .reopened, .reopened, .open])
    #expect(states.entries[1].reason == "wrong rate")
    try states.beginClosing(months[1])
    try states.abandonClosing(months[1])
    #expect(states.entries[1].state == .reopened)
  }

  @Test("States that could not have come about are refused when they are read")
  func impossible() throws {
    let months = try Books.months("2026-01", 3)
    #expect(throws: PeriodStateError.self) {
      try PeriodStates([
        .init(period: months[0], state: .open), .init(period: months[1], state: .closed),
      ])
    }
    #expect(throws: PeriodStateError.self) {
      try PeriodStates([.init(period: months[0]), .init(period: months[2])])
    }
  }
}

@Suite("Numbers of entries")
struct JournalNumberingTests {
  /// Entries posted out of order: `(day, key)`.
  private func requests(
    _ rows: [(String, String)], pattern: String = "{journal}-{year}-{month}-{seq:6}"
  ) throws -> [JournalNumbering.Request] {
    let plan = try Books.plan()
    var ledger = try Books.ledger(plan, months: 24)
    for (day, key) in rows {
      try ledger.postManual(day, key, [("1000", 1, 0), ("4000", 0, 1)])
    }
    let journal = JournalDefinition(
      code: "GEN", name: "General", numbers: try NumberPattern(pattern))
    return ledger.takeBatch().entries.map {
      .init($0, journal: journal, period: ledger.periods[Int($0.period)], location: "B1")
    }
  }

  @Test("Numbers follow the order of events, not of posting, and start again each fiscal year")
  func order() throws {
    var numbering = try JournalNumbering(company: "acme")
    let numbers = try numbering.assign(
      try requests([
        ("2027-01-05", "1"), ("2026-02-01", "10"), ("2026-02-01", "9"), ("2026-01-31", "30"),
      ]))
    #expect(
      numbers.map(\.number) == [
        "GEN-2026-01-000001", "GEN-2026-02-000002", "GEN-2026-02-000003", "GEN-2027-01-000001",
      ])
  }

  @Test("Patterns print company, location and period")
  func pattern() throws {
    var numbering = try JournalNumbering(company: "acme")
    let numbers = try numbering.assign(
      try requests(
        [("2026-03-05", "1")], pattern: "{company}/{location}/{journal}{year}P{period}/{seq}"))
    #expect(numbers.map(\.number) == ["acme/B1/GEN2026P03/1"])
  }

  @Test("Closing again after reopening only appends; numbers never move and are never reused")
  func reopening() throws {
    var first = try JournalNumbering(company: "acme")
    let issued = try first.assign(
      try requests([("2026-01-10", "1"), ("2026-01-20", "2"), ("2026-01-30", "3")]))
    // After reopening, an earlier document came in and number 2 is gone.
    var second = try JournalNumbering(company: "acme", issued: issued)
    let added = try second.assign(
      try requests([("2026-01-05", "0"), ("2026-01-10", "1"), ("2026-01-30", "3")]))
    #expect(added.map(\.number) == ["GEN-2026-01-000004"])
    #expect(added.map(\.sequence) == [4])
    #expect(Set((issued + added).map(\.sequence)) == [1, 2, 3, 4])
  }

  @Test("A series with a hole is refused, and so is one source row posted twice")
  func broken() throws {
    var numbering = try JournalNumbering(company: "acme")
    let issued = try numbering.assign(
      try requests([("2026-01-10", "1"), ("2026-01-20", "2"), ("2026-01-30", "3")]))
    #expect(throws: NumberingError.brokenSeries(journal: "GEN", fiscalYear: 2026, at: 2)) {
      try JournalNumbering(company: "acme", issued: [issued[0], issued[2]])
    }
    let twice = try requests([("2026-01-10", "1"), ("2026-01-11", "1")])
    #expect(throws: NumberingError.self) {
      var fresh = try JournalNumbering(company: "acme")
      _ = try fresh.assign(twice)
    }
  }

  @Test("A reference is FNV-1a of the source key: the same in every run, different for every key")
  func reference() {
    func reference(_ company: String, _ kind: EventKind, _ stream: String, _ key: String)
      -> EntryReference
    {
      EntryReference(company: company, kind: kind, stream: stream, key: SourceKey(key))
    }
    let invoice = reference("acme", "sales_invoices", "sales_invoices", "17")
    #expect(invoice.description == "~56D5AB70FB37B8C5")
    #expect(reference("acme", "sales_invoices", "sales_invoices", "18") != invoice)
    #expect(reference("acme", "stock_issue", "sales_invoices", "17") != invoice)
    #expect(reference("ac", "mesales_invoices", "sales_invoices", "17") != invoice)
  }
}
