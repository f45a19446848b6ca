import AccountingValues

/// The lines of one entry while it is made. Reused from event to event.
///
/// Amounts meet here under their key (account, side, currency, dimensions), in the order of first
/// appearance. Base amounts come last: all that must be converted on one side of one currency is
/// converted as a sum and shared out by largest remainder, so an entry that balances in its currency
/// balances in base.
struct EntryDraft {
  struct Line {
    var account: Int32
    var side: BalanceSide
    var currency: Int32
    var dimensions: Int32
    /// Still to be converted.
    var convertibleMinor: Int64
    /// With a base amount of its own.
    var statedMinor: Int64
    var statedBaseMinor: Int64
    /// Final, after `convert`.
    var baseMinor: Int64
    var origin: LineOrigin
    var mapping: Int32

    var amountMinor: Int64 { convertibleMinor &+ statedMinor }
  }

  private(set) var lines: [Line] = []
  /// Positions by key, kept only beyond `linearLimit` lines.
  private var positions: [LineKey: Int] = [:]
  private var overflowed = false

  private struct LineKey: Hashable {
    let account: Int32
    let side: BalanceSide
    let currency: Int32
    let dimensions: Int32

    init(_ line: Line) {
      account = line.account
      side = line.side
      currency = line.currency
      dimensions = line.dimensions
    }
  }

  /// Up to here a search beats a hash.
  private static let linearLimit = 24

  mutating func removeAll() {
    lines.removeAll(keepingCapacity: true)
    if !positions.isEmpty { positions.removeAll(keepingCapacity: true) }
    overflowed = false
  }

  mutating func add(_ line: Line) {
    guard let position = position(of: line) else {
      lines.append(line)
      index(line)
      return
    }
    Self.add(line.convertibleMinor, to: &lines[position].convertibleMinor, &overflowed)
    Self.add(line.statedMinor, to: &lines[position].statedMinor, &overflowed)
    Self.add(line.statedBaseMinor, to: &lines[position].statedBaseMinor, &overflowed)
  }

  /// A line made after conversion; it does not join another.
  mutating func append(
    account: Int32, mapping: Int32, currency: Int32, debitMinor: Int64, debitBaseMinor: Int64,
    origin: LineOrigin
  ) {
    let areOpposite =
      debitMinor != 0 && debitBaseMinor != 0 && (debitMinor < 0) != (debitBaseMinor < 0)
    let whole = (amount: debitMinor, base: debitBaseMinor)
    let parts =
      areOpposite ? [(whole.amount, Int64(0)), (Int64(0), whole.base)] : [whole]
    for (amount, base) in parts {
      lines.append(
        Line(
          account: account, side: amount < 0 || base < 0 ? .credit : .debit, currency: currency,
          dimensions: 0, convertibleMinor: 0, statedMinor: abs(amount), statedBaseMinor: abs(base),
          baseMinor: abs(base), origin: origin, mapping: mapping))
    }
  }

  /// Fills `baseMinor` of every line.
  ///
  /// - Parameter conversion: from a currency number to base, `nil` for base itself.
  /// - Throws: `ValueError.outOfRange`.
  mutating func convert(
    _ conversion: (Int32) -> CurrencyConversion?
  ) throws(ValueError) {
    if overflowed { throw .outOfRange }
    var seen: Int32 = -1
    while let currency = nextCurrency(after: seen) {
      seen = currency
      try convert(.debit, currency, conversion(currency))
      try convert(.credit, currency, conversion(currency))
    }
  }

  private func nextCurrency(after seen: Int32) -> Int32? {
    var next: Int32?
    for line in lines where line.currency > seen && line.currency < next ?? .max {
      next = line.currency
    }
    return next
  }

  private mutating func convert(
    _ side: BalanceSide, _ currency: Int32, _ conversion: CurrencyConversion?
  ) throws(ValueError) {
    var total: Int64 = 0
    var only: Int?
    var count = 0
    for position in lines.indices
    where lines[position].side == side && lines[position].currency == currency {
      lines[position].baseMinor = lines[position].statedBaseMinor
      guard lines[position].convertibleMinor != 0 else { continue }
      if conversion == nil {
        try Self.add(lines[position].convertibleMinor, to: &lines[position].baseMinor)
      }
      try Self.add(lines[position].convertibleMinor, to: &total)
      only = position
      count += 1
    }
    guard let conversion, let only else { return }
    let base = try conversion.converted(total)
    if count == 1 {
      try Self.add(base, to: &lines[only].baseMinor)
      return
    }
    let sharing = lines.indices.filter {
      lines[$0].side == side && lines[$0].currency == currency && lines[$0].convertibleMinor != 0
    }
    let parts = try Allocation.split(base, over: sharing.map { lines[$0].convertibleMinor })
    for (position, part) in zip(sharing, parts) {
      try Self.add(part, to: &lines[position].baseMinor)
    }
  }

  /// Debits less credits of one currency, in it and in base.
  func balance(of currency: Int32) throws(ValueError) -> (minor: Int64, base: Int64) {
    var minor: Int64 = 0
    var base: Int64 = 0
    for line in lines where line.currency == currency {
      try Self.add(line.side.sign * line.amountMinor, to: &minor)
      try Self.add(line.side.sign * line.baseMinor, to: &base)
    }
    // Counterparts turn the sign, which the smallest Int64 does not survive.
    if minor == .min || base == .min { throw .outOfRange }
    return (minor, base)
  }

  /// The numbers of the currencies of its lines, ascending: base first.
  var currencies: [Int32] {
    var found: [Int32] = []
    var seen: Int32 = -1
    while let currency = nextCurrency(after: seen) {
      found.append(currency)
      seen = currency
    }
    return found
  }

  private func position(of line: Line) -> Int? {
    if lines.count > Self.linearLimit { return positions[LineKey(line)] }
    return lines.firstIndex {
      $0.account == line.account && $0.side == line.side && $0.currency == line.currency
        && $0.dimensions == line.dimensions
    }
  }

  private mutating func index(_ line: Line) {
    guard lines.count > Self.linearLimit else { return }
    if positions.isEmpty {
      for (position, line) in lines.enumerated() { positions[LineKey(line)] = position }
    } else {
      positions[LineKey(line)] = lines.count - 1
    }
  }

  private static func add(_ value: Int64, to sum: inout Int64, _ overflowed: inout Bool) {
    let (total, overflow) = sum.addingReportingOverflow(value)
    sum = total
    if overflow { overflowed = true }
  }

  private static func add(_ value: Int64, to sum: inout Int64) throws(ValueError) {
    let (total, overflow) = sum.addingReportingOverflow(value)
    if overflow { throw .outOfRange }
    sum = total
  }
}
