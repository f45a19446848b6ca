public import AccountingValues

/// When to order an item at a location, how much, and in which lots.
public struct ReorderPolicy: Hashable, Sendable {
  /// At which projected quantity to order.
  public enum Point: Hashable, Sendable {
    /// At or below a stated quantity.
    case stated(Quantity)
    /// The simple method (ERPNext): mean daily use × lead days + a minimum.
    case simple(minimum: Quantity)
    /// d·L + z·√(L·σ_d² + d²·σ_L²), all four from history; z in millionths.
    case safetyFactor(micros: Int64)
    /// d·L + z·σ_dl with a stated spread of demand over the lead time; z in millionths.
    case leadTimeDeviation(micros: Int64, deviation: Quantity)
    /// d × the lead time not exceeded with a probability, in thousandths.
    case leadTimePercentile(perMille: Int)
  }

  /// How much to order.
  public enum Amount: Hashable, Sendable {
    /// So many lots of a stated quantity that the projected quantity rises above the point.
    case stated(Quantity)
    /// Up to a stated level: the maximum of min–max.
    case upTo(Quantity)
    /// Just what is missing to the point (lot for lot); ordered only below it, not at it.
    case missing
    /// As `stated`, with the economic quantity √(2DS ÷ H): cost of an order and cost of holding a
    /// unit for a year, in minor units of one currency. D is mean daily use × 365.
    case economic(orderCostMinor: Int64, holdingCostMinor: Int64)
  }

  /// When to order.
  public var point: Point
  /// How much.
  public var amount: Amount
  /// In which lots. What is left open here the chosen supplier's own conditions fill.
  public var modifiers: OrderModifiers
  /// Whether what is missing to zero is ordered at once, as an order of its own that skips modifiers.
  public var ordersEmergencies: Bool
  /// Days from order to receipt where neither history nor a supplier says.
  public var leadTimeDays: Int?

  /// A policy.
  public init(
    point: Point, amount: Amount, modifiers: OrderModifiers = OrderModifiers(),
    ordersEmergencies: Bool = false, leadTimeDays: Int? = nil
  ) {
    self.point = point
    self.amount = amount
    self.modifiers = modifiers
    self.ordersEmergencies = ordersEmergencies
    self.leadTimeDays = leadTimeDays
  }

  /// Order a fixed quantity at or below a reorder point.
  public static func reorderPoint(_ point: Quantity, quantity: Quantity) -> ReorderPolicy {
    ReorderPolicy(point: .stated(point), amount: .stated(quantity))
  }

  /// Order up to a maximum at or below a minimum.
  public static func minMax(_ minimum: Quantity, _ maximum: Quantity) -> ReorderPolicy {
    ReorderPolicy(point: .stated(minimum), amount: .upTo(maximum))
  }

  /// Order what is missing to a safety stock.
  public static func lotForLot(safetyStock: Quantity = .zero) -> ReorderPolicy {
    ReorderPolicy(point: .stated(safetyStock), amount: .missing)
  }

  /// The stable id of the rule: how the point is found, then how the amount is.
  public var ruleID: String {
    let when =
      switch point {
      case .stated: "stated_point"
      case .simple: "simple_point"
      case .safetyFactor: "safety_factor"
      case .leadTimeDeviation: "lead_time_deviation"
      case .leadTimePercentile: "lead_time_percentile"
      }
    let much =
      switch amount {
      case .stated: "fixed_quantity"
      case .upTo: "up_to_maximum"
      case .missing: "lot_for_lot"
      case .economic: "economic_quantity"
      }
    return "\(when)/\(much)"
  }
}

/// The lots a supplier or a warehouse accepts.
public struct OrderModifiers: Hashable, Sendable {
  /// The most in one order.
  public var maximum: Quantity?
  /// The least in one order.
  public var minimum: Quantity?
  /// Orders are whole multiples of it.
  public var multiple: Quantity?

  /// Modifiers; one that is not positive is none.
  public init(maximum: Quantity? = nil, minimum: Quantity? = nil, multiple: Quantity? = nil) {
    func positive(_ quantity: Quantity?) -> Quantity? {
      quantity.flatMap { $0 > .zero ? $0 : nil }
    }
    self.maximum = positive(maximum)
    self.minimum = positive(minimum)
    self.multiple = positive(multiple)
  }

  /// These, with what they leave open filled from others.
  public func filled(from other: OrderModifiers) -> OrderModifiers {
    OrderModifiers(
      maximum: maximum ?? other.maximum, minimum: minimum ?? other.minimum,
      multiple: multiple ?? other.multiple)
  }

  /// Splits what is needed into lots, applying in this order: cap by the maximum, raise to the
  /// minimum, round up to the multiple; then the same on the rest (BC).
  ///
  ///     250 needed, maximum 100, minimum 40, multiple 10   // 2 × 100 and 1 × 50
  ///
  /// Where rounding up would pass the maximum it is rounded down instead, unless that falls below
  /// the minimum: then the settings contradict each other, and minimum and multiple win.
  ///
  /// - Throws: `ValueError.outOfRange`.
  public func lots(for needed: Quantity) throws(ValueError) -> [OrderLot] {
    var rest = needed.micros
    var lots: [OrderLot] = []
    if let maximum, rest > maximum.micros {
      let full = try lot(for: maximum.micros)
      let count = (rest - maximum.micros - 1) / full + 1
      lots.append(OrderLot(quantity: Quantity(micros: full), count: count))
      // A lot raised to the minimum may exceed what it was for; nothing is left then.
      rest -= min(rest, try Quantity.micros(full, times: count))
    }
    while rest > 0 {
      let quantity = try lot(for: rest)
      lots.append(OrderLot(quantity: Quantity(micros: quantity), count: 1))
      rest -= min(rest, quantity)
    }
    return lots.merged()
  }

  /// One lot for a positive rest, in millionths; always positive.
  private func lot(for rest: Int64) throws(ValueError) -> Int64 {
    var quantity = min(rest, maximum?.micros ?? rest)
    quantity = max(quantity, minimum?.micros ?? quantity)
    guard let multiple = multiple?.micros, quantity % multiple != 0 else { return quantity }
    let down = quantity / multiple * multiple
    if let maximum, quantity <= maximum.micros, maximum.micros - down < multiple, down > 0,
      down >= minimum?.micros ?? 0
    {
      return down
    }
    let (up, overflow) = down.addingReportingOverflow(multiple)
    if overflow { throw .outOfRange }
    return up
  }
}

/// Equal orders.
public struct OrderLot: Hashable, Sendable {
  /// The quantity of one order.
  public var quantity: Quantity
  /// How many of them.
  public var count: Int64

  /// So many equal orders.
  public init(quantity: Quantity, count: Int64) {
    self.quantity = quantity
    self.count = count
  }
}

extension [OrderLot] {
  /// What all lots order together.
  ///
  /// - Throws: `ValueError.outOfRange`.
  public func total() throws(ValueError) -> Quantity {
    var total = Quantity.zero
    for lot in self {
      total = try total.adding(
        Quantity(micros: Quantity.micros(lot.quantity.micros, times: lot.count)))
    }
    return total
  }

  /// `2 × 100 + 1 × 50`.
  var arithmetic: String { map { "\($0.count) × \($0.quantity)" }.joined(separator: " + ") }

  /// Equal neighbours in one.
  fileprivate func merged() -> [OrderLot] {
    var result: [OrderLot] = []
    for lot in self {
      if let last = result.last, last.quantity == lot.quantity {
        result[result.count - 1].count += lot.count
      } else {
        result.append(lot)
      }
    }
    return result
  }
}

extension Quantity {
  /// A count of millionths times a whole number.
  static func micros(_ micros: Int64, times count: Int64) throws(ValueError) -> Int64 {
    let (product, overflow) = micros.multipliedReportingOverflow(by: count)
    if overflow { throw .outOfRange }
    return product
  }
}
