import AccountingValues

/// A pool's running state: 128 bytes, two neighbouring cache lines, of which a plain issue needs only
/// the first.
struct PoolState {
  var quantity: Int64 = 0
  var value: Int64 = 0
  /// What went out since the period began.
  var issued = Amount()
  var lastConsumed = UnitRatio()
  var head: Int32 = Layer.none
  var tail: Int32 = Layer.none
  var firstShortage: Int32 = Layer.none
  /// What may be done with its plain movements.
  var plainPath = PlainPath.none
  /// Whether linked returns come back at what they cost.
  var returnsAtOriginal = true
  /// Whether `received` has no room for a movement of the largest size.
  private var isReceivedFull = false

  /// What came in since the period began, but for the opening.
  private(set) var received = Amount()
  /// What changed without movements.
  var adjusted = Amount()
  var lastReceived = UnitRatio()
  /// The standard in force, for pools whose plain movements need it.
  var standardCostMicros: Int64 = 0
  var lastShortage: Int32 = Layer.none

  init() {}

  /// The totals of a state; layers and shortages follow.
  init(_ row: CostingState.Pool) {
    quantity = row.quantityMicros
    value = row.valueMinor
    lastConsumed = row.lastConsumed
    lastReceived = row.lastReceived
    receive(row.flow.receivedQuantityMicros, row.flow.receivedValueMinor)
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

  /// Whether nothing about the pool itself is unusual: a negative total is, and so is one beyond what a
  /// movement may add to.
  var takesPlain: Bool {
    @inline(__always) get {
      let totals = issued.quantity | issued.value | quantity | value
      return plainPath != .none && firstShortage < 0 && !isReceivedFull
        && UInt64(bitPattern: totals) < UInt64(CostingEngine.largestTotal)
    }
  }

  /// Counts what came in.
  @inline(__always)
  mutating func receive(_ quantity: Int64, _ value: Int64) {
    received.quantity += quantity
    received.value += value
    isReceivedFull =
      received.quantity.magnitude | received.value.magnitude >= UInt64(CostingEngine.largestTotal)
  }

  /// Takes out what a plain movement takes. Nothing here can overflow: no total is above 2⁶⁰.
  @inline(__always)
  mutating func issue(_ taken: Int64, _ cost: Int64) {
    quantity &-= taken
    value &-= cost
    issued.quantity &+= taken
    issued.value &+= cost
  }

  mutating func beginPeriod() {
    received = Amount()
    isReceivedFull = false
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
