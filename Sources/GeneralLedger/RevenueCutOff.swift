public import AccountingValues

/// Deliveries against invoices by order line, in amounts of the order's currency: what was delivered
/// and not invoiced (unbilled receivable), what was invoiced and not delivered (contract liability).
/// The mirror of goods received and not invoiced, for `revenue_on: delivery`.
///
/// Each event is split into the part that meets earlier events of the other kind and the part that
/// goes ahead of them:
///
///     delivered 60          unbilled +60                         {met 0, ahead 60}
///     invoiced 100          60 bills the delivery, 40 is ahead   {met 60, ahead 40}
///     delivered 40          40 releases the contract liability   {met 40, ahead 0}
///
/// A negative event (a return, a credit note) takes back the part ahead first, then what had met.
public struct RevenueCutOff: Sendable {
  /// The two parts of an event; they sum to it and carry its sign.
  public struct Split: Hashable, Sendable {
    /// The part that meets the other side.
    public let metMinor: Int64
    /// The part that is ahead of it.
    public let aheadMinor: Int64
  }

  /// Where an order line stands.
  public struct Position: Hashable, Sendable {
    /// Revenue delivered until now, minor units.
    public fileprivate(set) var deliveredMinor: Int64 = 0
    /// Invoiced until now, minor units.
    public fileprivate(set) var invoicedMinor: Int64 = 0

    /// Delivered and not invoiced.
    public var unbilledMinor: Int64 { max(0, deliveredMinor - invoicedMinor) }
    /// Invoiced and not delivered.
    public var contractLiabilityMinor: Int64 { max(0, invoicedMinor - deliveredMinor) }
  }

  /// The position of every order line, by its dense number.
  public private(set) var positions: [Position]

  /// No deliveries and no invoices yet.
  public init(orderLineCount: Int) {
    positions = Array(repeating: Position(), count: orderLineCount)
  }

  /// Revenue of a delivery, or of a customer return when negative.
  ///
  /// - Throws: `ValueError.outOfRange`.
  public mutating func deliver(
    _ amountMinor: Int64, orderLine: Int32
  ) throws(ValueError) -> Split {
    let position = positions[Int(orderLine)]
    let ahead = try Self.growth(
      from: position.deliveredMinor, by: amountMinor, above: position.invoicedMinor)
    positions[Int(orderLine)].deliveredMinor = try position.deliveredMinor.checkedSum(amountMinor)
    return Split(metMinor: amountMinor - ahead, aheadMinor: ahead)
  }

  /// Net amount of an invoice, or of a credit note when negative.
  ///
  /// - Throws: `ValueError.outOfRange`.
  public mutating func invoice(
    _ amountMinor: Int64, orderLine: Int32
  ) throws(ValueError) -> Split {
    let position = positions[Int(orderLine)]
    let ahead = try Self.growth(
      from: position.invoicedMinor, by: amountMinor, above: position.deliveredMinor)
    positions[Int(orderLine)].invoicedMinor = try position.invoicedMinor.checkedSum(amountMinor)
    return Split(metMinor: amountMinor - ahead, aheadMinor: ahead)
  }

  /// By how much max(0, value − level) changes when `value` changes by `amount`.
  private static func growth(
    from value: Int64, by amount: Int64, above level: Int64
  ) throws(ValueError) -> Int64 {
    let before = max(0, try value.checkedSum(try level.negatedChecked()))
    let after = max(
      0, try value.checkedSum(amount).checkedSum(try level.negatedChecked()))
    return after - before
  }
}

extension Int64 {
  fileprivate func negatedChecked() throws(ValueError) -> Int64 {
    if self == .min { throw .outOfRange }
    return -self
  }
}
