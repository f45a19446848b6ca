public import AccountingValues

/// A balance carried from one closed period into the next: the frozen opening state, in text form
/// so that it means the same in every run.
public struct CarriedBalance: Hashable, Sendable {
  /// The account's code; `nil` for the result of former years that is not distributed yet.
  public let account: String?
  /// The currency of `amountMinor`.
  public let currency: Currency
  /// Values of the company's dimensions, in their order; `nil` for none.
  public let dimensions: [String?]
  /// In `currency`, debit positive.
  public let amountMinor: Int64
  /// In base currency, debit positive.
  public let baseMinor: Int64

  /// A balance from its parts.
  public init(
    account: String?, currency: Currency, dimensions: [String?] = [], amountMinor: Int64,
    baseMinor: Int64
  ) {
    self.account = account
    self.currency = currency
    self.dimensions = dimensions
    self.amountMinor = amountMinor
    self.baseMinor = baseMinor
  }
}

/// The sums of all journal lines per account, currency and dimensions, and per period, kept while
/// the lines are made (a query over them would cost as much as making them).
struct LedgerBalances {
  struct Key: Hashable {
    /// Index in the chart; one past its end for the undistributed result.
    let account: Int32
    let currency: Int32
    let dimensions: Int32
  }

  /// Debits and credits apart, none negative.
  struct Movement {
    var debitMinor: Int64 = 0
    var creditMinor: Int64 = 0
    var debitBaseMinor: Int64 = 0
    var creditBaseMinor: Int64 = 0
  }

  /// An opening balance, debit positive.
  struct Opening {
    var amountMinor: Int64 = 0
    var baseMinor: Int64 = 0
  }

  /// A key's movement of one period.
  struct CellPeriod: Hashable {
    let cell: Int
    let period: Int
  }

  let periodCount: Int
  let accountCount: Int
  private(set) var currencies: [Currency]
  private(set) var keys: [Key] = []
  private(set) var openings: [Opening] = []
  /// Key after key, each with one movement a period.
  private(set) var movements: [Movement] = []
  /// What year-end entries moved of it, by cell and period.
  private(set) var yearEnds: [CellPeriod: Movement] = [:]
  /// Whether a sum left Int64; the figures are then void, and the ledger says so.
  private(set) var overflowed = false

  /// Cells of keys without dimensions: account × `currencyStride` + currency, `-1` for none yet.
  private var plain: [Int32]
  private var currencyStride = 4
  private var others: [Key: Int32] = [:]

  init(periodCount: Int, accountCount: Int, base: Currency) {
    self.periodCount = periodCount
    self.accountCount = accountCount
    currencies = [base]
    plain = Array(repeating: -1, count: (accountCount + 1) * currencyStride)
  }

  /// The number of a currency; base is 0.
  mutating func number(of currency: Currency) -> Int32 {
    for (number, known) in currencies.enumerated() where known == currency { return Int32(number) }
    currencies.append(currency)
    if currencies.count > currencyStride { widen() }
    return Int32(currencies.count - 1)
  }

  mutating func add(_ line: JournalLine, currency: Int32, period: Int, isYearEnd: Bool) {
    let cell = cell(Key(account: line.account, currency: currency, dimensions: line.dimensions))
    Self.add(line, to: &movements[cell * periodCount + period], &overflowed)
    if isYearEnd {
      let place = CellPeriod(cell: cell, period: period)
      Self.add(line, to: &yearEnds[place, default: Movement()], &overflowed)
    }
  }

  /// What year-end entries moved of a cell in a period.
  func yearEnd(_ cell: Int, _ period: Int) -> Movement? {
    yearEnds.isEmpty ? nil : yearEnds[CellPeriod(cell: cell, period: period)]
  }

  private static func add(
    _ line: JournalLine, to movement: inout Movement, _ overflowed: inout Bool
  ) {
    switch line.side {
    case .debit:
      add(line.amountMinor, to: &movement.debitMinor, &overflowed)
      add(line.baseMinor, to: &movement.debitBaseMinor, &overflowed)
    case .credit:
      add(line.amountMinor, to: &movement.creditMinor, &overflowed)
      add(line.baseMinor, to: &movement.creditBaseMinor, &overflowed)
    }
  }

  mutating func addOpening(_ key: Key, amountMinor: Int64, baseMinor: Int64) {
    let cell = cell(key)
    Self.add(amountMinor, to: &openings[cell].amountMinor, &overflowed)
    Self.add(baseMinor, to: &openings[cell].baseMinor, &overflowed)
  }

  func movement(_ cell: Int, _ period: Int) -> Movement { movements[cell * periodCount + period] }

  private static func add(_ value: Int64, to sum: inout Int64, _ overflowed: inout Bool) {
    let (total, overflow) = sum.addingReportingOverflow(value)
    sum = total
    if overflow { overflowed = true }
  }

  private mutating func cell(_ key: Key) -> Int {
    let slot = Int(key.account) * currencyStride + Int(key.currency)
    if key.dimensions == 0 {
      if plain[slot] >= 0 { return Int(plain[slot]) }
      plain[slot] = Int32(keys.count)
    } else {
      if let known = others[key] { return Int(known) }
      others[key] = Int32(keys.count)
    }
    keys.append(key)
    openings.append(Opening())
    movements.append(contentsOf: repeatElement(Movement(), count: periodCount))
    return keys.count - 1
  }

  private mutating func widen() {
    let old = currencyStride
    currencyStride *= 2
    var wider = [Int32](repeating: -1, count: (accountCount + 1) * currencyStride)
    for account in 0...accountCount {
      for currency in 0..<old {
        wider[account * currencyStride + currency] = plain[account * old + currency]
      }
    }
    plain = wider
  }
}
