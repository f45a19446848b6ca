import AccountingValues

/// Which column of the certificate a row belongs to.
enum FlowColumn {
  case received
  case issued
  case adjusted
}

/// The event that makes correction rows.
struct Cause {
  var event: Int32
  var date: CivilDate
  var reason: ValuationReason
}

extension MovementKind {
  /// The counter role of the movement itself.
  var role: CounterRole {
    switch self {
    case .opening: .opening
    case .receipt: .goodsReceived
    case .supplierReturn: .supplierReturn
    case .issue, .customerReturn: .costOfSales
    case .transfer: .transfer
    case .count: .countDifference
    case .scrap: .scrap
    case .consumption, .output: .workInProgress
    }
  }
}

extension CostingEngine {
  /// Writes a row of a movement and counts it. Row and pool state are kept apart on purpose: the
  /// certificate compares them.
  mutating func post(
    _ movement: StockMovement, pool: Int32? = nil, quantity: Int64, value: Int64,
    role: CounterRole, basis: CostBasis, isDifference: Bool = false,
    into output: inout CostingOutput
  ) {
    let pool = pool ?? movement.pool
    let column: FlowColumn =
      isDifference || movement.kind == .count ? .adjusted : quantity > 0 ? .received : .issued
    count(quantity, value, as: column, in: pool)
    if role == .workInProgress, movement.order >= 0 {
      production.note(
        movement.ordinal, of: movement.order, output: movement.output,
        isOutput: movement.kind == .output, quantity: quantity, value: value)
    }
    output.valued.append(
      ValuedMovement(
        movement: movement.ordinal, cause: movement.ordinal, pool: pool, date: movement.date,
        quantityMicros: quantity, valueMinor: value, kind: movement.kind, role: role,
        reason: .movement, basis: basis))
  }

  /// Writes a row that corrects a movement's value, and changes the pool's value by it.
  mutating func correct(
    _ movement: Int32, kind: MovementKind, pool: Int32, by value: Int64, role: CounterRole,
    cause: Cause, into output: inout CostingOutput
  ) {
    if value == 0 { return }
    pools[Int(pool)].value += value
    count(0, value, as: .adjusted, in: pool)
    if role == .workInProgress { production.correct(movement, kind: kind, value: value) }
    output.valued.append(
      ValuedMovement(
        movement: movement, cause: cause.event, pool: pool, date: cause.date, quantityMicros: 0,
        valueMinor: value, kind: kind, role: role, reason: cause.reason, basis: .method))
  }

  @inline(__always)
  private mutating func count(
    _ quantity: Int64, _ value: Int64, as column: FlowColumn, in pool: Int32
  ) {
    switch column {
    case .received:
      pools[Int(pool)].receive(quantity, value)
    case .issued:
      pools[Int(pool)].issued.quantity -= quantity
      pools[Int(pool)].issued.value -= value
    case .adjusted:
      pools[Int(pool)].adjusted.quantity += quantity
      pools[Int(pool)].adjusted.value += value
    }
  }
}
