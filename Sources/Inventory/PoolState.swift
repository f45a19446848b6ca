import AccountingValues

/// A pool's running state: 128 bytes, two neighbouring cache lines.
struct PoolState {
  var quantity: Int64 = 0
  var value: Int64 = 0
  var head: Int32 = Layer.none
  var tail: Int32 = Layer.none
  var firstShortage: Int32 = Layer.none
  var lastShortage: Int32 = Layer.none
  var lastConsumed = UnitRatio()
  var lastReceived = UnitRatio()
  /// What went through since the period began, but for the opening.
  var received = Amount()
  var issued = Amount()
  var adjusted = Amount()
  /// The standard in force, for pools whose plain movements need it.
  var standardCostMicros: Int64 = 0
  /// What may be done with its plain movements.
  var plainPath = PlainPath.none
  /// Whether linked returns come back at what they cost.
  var returnsAtOriginal = true

  init() {}

  /// The totals of a state; layers and shortages follow.
  init(_ row: CostingState.Pool) {
    quantity = row.quantityMicros
    value = row.valueMinor
    lastConsumed = row.lastConsumed
    lastReceived = row.lastReceived
    received = Amount(
      quantity: row.flow.receivedQuantityMicros, value: row.flow.receivedValueMinor)
    issued = Amount(quantity: row.flow.issuedQuantityMicros, value: row.flow.issuedValueMinor)
    adjusted = Amount(
      quantity: row.flow.adjustedQuantityMicros, value: row.flow.adjustedValueMinor)
  }

  /// Whether the totals can take one more movement of the largest size.
  var hasRoom: Bool {
    @inline(__always) get {
      let largest =
        received.quantity.magnitude | issued.quantity.magnitude | received.value.magnitude
        | issued.value.magnitude | quantity.magnitude | value.magnitude
      return largest < UInt64(CostingEngine.largestTotal)
    }
  }

  mutating func beginPeriod() {
    received = Amount()
    issued = Amount()
    adjusted = Amount()
  }
}

/// A quantity and its value.
struct Amount {
  /// 10⁻⁶ stock units.
  var quantity: Int64 = 0
  /// Minor units.
  var value: Int64 = 0
}
