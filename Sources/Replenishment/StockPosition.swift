public import AccountingValues

/// What an item has and expects at one location on the day of planning.
public struct StockPosition: Hashable, Sendable {
  /// Dense id of the item.
  public var item: Int32
  /// Dense id of the location.
  public var location: Int32
  /// What is there; negative when more was issued than received.
  public var onHand: Quantity
  /// What is promised out of it.
  public var reserved: Quantity
  /// What is ordered from suppliers and not received.
  public var onOrder: Quantity
  /// What is requested and not ordered.
  public var requested: Quantity
  /// What production or transfers will bring.
  public var planned: Quantity
  /// Firm demand in the horizon that is not reserved yet.
  public var firmDemand: Quantity
  /// Expected demand in the horizon; firm demand consumes it.
  public var forecastDemand: Quantity

  /// A position.
  public init(
    item: Int32, location: Int32, onHand: Quantity, reserved: Quantity = .zero,
    onOrder: Quantity = .zero, requested: Quantity = .zero, planned: Quantity = .zero,
    firmDemand: Quantity = .zero, forecastDemand: Quantity = .zero
  ) {
    self.item = item
    self.location = location
    self.onHand = onHand
    self.reserved = reserved
    self.onOrder = onOrder
    self.requested = requested
    self.planned = planned
    self.firmDemand = firmDemand
    self.forecastDemand = forecastDemand
  }

  /// Demand in the horizon: firm or expected, whichever is larger.
  public var demand: Quantity { max(firmDemand, forecastDemand) }

  /// on hand − reserved + on order + requested + planned + `suggested` − demand (ACCOUNTING §7).
  ///
  /// - Throws: `ValueError.outOfRange`.
  public func projected(suggested: Quantity = .zero) throws(ValueError) -> Quantity {
    try onHand.subtracting(reserved).adding(onOrder).adding(requested).adding(planned)
      .adding(suggested).subtracting(demand)
  }

  /// The arithmetic of `projected` with its numbers.
  func arithmetic(suggested: Quantity, projected: Quantity) -> String {
    "projected \(projected) = on hand \(onHand) − reserved \(reserved) + on order \(onOrder)"
      + " + requested \(requested) + planned \(planned) + suggested before \(suggested)"
      + " − demand \(demand)"
  }
}
