public import AccountingValues

/// Write-downs to net realisable value, as an allowance beside the cost of each item.
///
/// Cost layers keep their cost; what the stock is worth less stands beside them and goes with the units.
/// An assessment looks at the end of its day: the allowance an item needs is cost − round(NRV ×
/// quantity), never below zero.
///
///     10 for 100.00, net realisable value 8.00      allowance 20.00, carrying amount 80.00
///     sold 4 (cost 40.00)   round(20.00 × 4 ÷ 10) = 8.00 off cost of sales      12.00 beside 60.00
///     1 of them returns     round( 8.00 × 1 ÷ 4)  = 2.00 with it                14.00 beside 70.00
///     NRV 11.50             nothing is needed: reversal 14.00, not 24.50        carrying amount 70.00
///
/// What leaves otherwise (scrap, production, counts, suppliers) takes its part of the allowance off the
/// expense for write-downs, where it came from; only sales touch cost of sales. Transfers take nothing, since
/// all places of an item share one allowance. Where cost falls below the allowance, because a rebate came,
/// the excess goes the same way at the end of the day.
///
/// The book reads the costing engine's rows in the order of their causes, and changes no cost. Its state is
/// one line per item.
public struct AllowanceBook: Sendable {
  /// One item's own stock.
  public struct Stock: Hashable, Sendable {
    /// Quantity in 10⁻⁶ stock units, all places and what is on the way.
    public var quantityMicros: Int64 = 0
    /// Cost in minor units.
    public var costMinor: Int64 = 0
    /// The allowance in minor units, 0 … cost.
    public var allowanceMinor: Int64 = 0

    /// Nothing.
    public init() {}

    /// What the stock is carried at.
    public var carryingMinor: Int64 { costMinor - allowanceMinor }
  }

  private struct Released {
    var value: Int64
    var quantity: Int64
    let role: CounterRole
  }

  /// Stock by item.
  public private(set) var stock: [Int32: Stock] = [:]
  /// Changes of allowances, in their order.
  public private(set) var rows: [AllowanceRow] = []
  /// What is wrong with assessments.
  public private(set) var findings: [WriteDownFinding] = []

  private let unitDivisor: Int64
  private let reversalByDay: Dated<ReversalPolicy>
  /// Whether write-downs may be taken back on the day in hand.
  private var reversal: ReversalPolicy { reversalByDay.on(day) }
  /// What movements released, for the day their goods come back.
  private var released: [Int32: Released] = [:]
  /// Items with an allowance whose cost or quantity changed today, with the last event that did it.
  private var touched: [Int32: Int32] = [:]
  private var day = CivilDate.earliest

  /// An empty book.
  /// - Parameters:
  ///   - minorDigits: decimals of the base currency, 0 … 4.
  ///   - reversal: whether write-downs may be taken back.
  public init(minorDigits: Int, reversal: ReversalPolicy) {
    self.init(minorDigits: minorDigits, reversal: Dated(reversal))
  }

  /// An empty book.
  /// - Parameters:
  ///   - minorDigits: decimals of the base currency, 0 … 4.
  ///   - reversal: whether write-downs may be taken back, by day.
  public init(minorDigits: Int, reversal: Dated<ReversalPolicy>) {
    unitDivisor = Int64(Rounding.powerOfTen(12 - minorDigits))
    reversalByDay = reversal
  }

  /// Takes a row of the company's own stock; rows come by day.
  /// - Parameters:
  ///   - row: the engine's row.
  ///   - item: the item of its pool.
  ///   - linked: the movement that it returns, or `StockMovement.none`.
  public mutating func take(
    _ row: ValuedMovement, item: Int32, linked: Int32 = StockMovement.none
  ) {
    begin(row.date)
    if row.reason == .movement, row.role != .transfer, row.quantityMicros != 0 {
      if row.quantityMicros < 0 {
        release(row, item: item)
      } else if linked != StockMovement.none {
        restore(row, item: item, linked: linked)
      }
    }
    stock[item, default: Stock()].quantityMicros += row.quantityMicros
    stock[item, default: Stock()].costMinor += row.valueMinor
    if (stock[item]?.allowanceMinor ?? 0) > 0 { touched[item] = row.cause }
  }

  /// Assesses an item at the end of a day; rows of that day have come, and those of a later one not.
  public mutating func assess(_ assessment: WriteDown) {
    begin(assessment.date)
    dropExcess()
    let item = stock[assessment.item] ?? Stock()
    switch assessment.measure {
    case .netRealisableValue(let micros):
      guard item.quantityMicros > 0 else { return }
      let change = needed(by: item, at: micros) - item.allowanceMinor
      if change >= 0 { return writeDown(change, assessment) }
      if reversal != .forbidden { reverse(-change, assessment) }
    case .amount(let minor) where minor >= 0:
      let most = max(0, item.carryingMinor)
      if minor > most { report(.writeDownAboveValue, assessment, minor - most) }
      writeDown(min(minor, most), assessment)
    case .amount(let minor):
      if reversal == .forbidden { return report(.reversalForbidden, assessment, minor) }
      let back = min(-minor, item.allowanceMinor)
      if back < -minor { report(.reversalAboveAllowance, assessment, minor + back) }
      reverse(back, assessment)
    }
  }

  /// Ends the last day.
  public mutating func finish() { dropExcess() }

  // MARK: - Steps

  private mutating func begin(_ date: CivilDate) {
    if date < day { accountingFault("an allowance of \(date) after \(day)") }
    if date > day { dropExcess() }
    day = date
  }

  /// The allowance that brings an item to its net realisable value.
  private func needed(by item: Stock, at micros: Int64) -> Int64 {
    do {
      let worth = try Rounding.quotient(
        Int128(item.quantityMicros) * Int128(micros), Int128(unitDivisor))
      return worth >= Int128(item.costMinor) ? 0 : item.costMinor - Int64(max(0, worth))
    } catch { accountingFault("the divisor of unit values is zero") }
  }

  private mutating func writeDown(_ value: Int64, _ assessment: WriteDown) {
    change(
      assessment.item, by: value, .assessment(assessment.source), .writtenDown, .writeDown)
  }

  private mutating func reverse(_ value: Int64, _ assessment: WriteDown) {
    if value != 0, reversal == .overridden { report(.reversalAllowed, assessment, -value) }
    change(assessment.item, by: -value, .assessment(assessment.source), .reversed, .writeDown)
  }

  private mutating func release(_ row: ValuedMovement, item: Int32) {
    let before = stock[item] ?? Stock()
    let quantity = -row.quantityMicros
    guard before.allowanceMinor > 0 else { return }
    let value =
      quantity >= before.quantityMicros
      ? before.allowanceMinor
      : portion(before.allowanceMinor, of: quantity, in: before.quantityMicros)
    let isSale = row.kind == .issue || row.kind == .customerReturn
    let role: CounterRole = isSale ? .costOfSales : .writeDown
    change(item, by: -value, .event(row.cause), .released, role)
    released[row.movement] = Released(value: value, quantity: quantity, role: role)
  }

  /// Units that come back bring what they took.
  private mutating func restore(_ row: ValuedMovement, item: Int32, linked: Int32) {
    guard var out = released[linked], out.quantity > 0 else { return }
    let quantity = min(row.quantityMicros, out.quantity)
    let value = portion(out.value, of: quantity, in: out.quantity)
    out.value -= value
    out.quantity -= quantity
    released[linked] = out
    change(item, by: value, .event(row.cause), .released, out.role)
  }

  /// No allowance is larger than the cost it stands beside.
  private mutating func dropExcess() {
    if touched.isEmpty { return }
    for (item, event) in touched.sorted(by: { $0.key < $1.key }) {
      let now = stock[item] ?? Stock()
      let most = now.quantityMicros > 0 ? max(0, now.costMinor) : 0
      change(
        item, by: min(0, most - now.allowanceMinor), .event(event), .excess, .writeDown)
    }
    touched.removeAll(keepingCapacity: true)
  }

  private mutating func change(
    _ item: Int32, by value: Int64, _ cause: AllowanceRow.Cause, _ kind: AllowanceRow.Kind,
    _ role: CounterRole
  ) {
    if value == 0 { return }
    stock[item, default: Stock()].allowanceMinor += value
    rows.append(
      AllowanceRow(
        item: item, date: day, cause: cause, kind: kind, role: role, valueMinor: value))
  }

  private mutating func report(
    _ problem: WriteDownFinding.Problem, _ assessment: WriteDown, _ value: Int64
  ) {
    findings.append(
      WriteDownFinding(
        problem: problem, source: assessment.source, item: assessment.item, valueMinor: value))
  }
}
