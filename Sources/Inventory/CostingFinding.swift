public import AccountingValues

/// Something wrong with a movement, in the engine's dense numbers. The caller, who knows keys and
/// documents, makes a `Finding` of it.
public struct CostingFinding: Hashable, Sendable {
  /// What is wrong. Raw values are the stable codes.
  public enum Problem: String, Hashable, Sendable, CaseIterable {
    /// A negative value, or a quantity, value or total beyond what a ledger can hold; the movement is quarantined.
    case outOfRange = "INV-001"
    /// More leaves than is there and the policy is `refuse`; the movement is quarantined.
    case stockRefused = "INV-002"
    /// No document, order, layer or standard knows a cost; the goods came in at zero.
    case costUnknown = "INV-003"
    /// The pool is below zero at the period's end.
    case negativeAtClosing = "INV-004"
    /// A return or reversal names a movement that took no stock, or that no longer has links.
    case returnWithoutDelivery = "INV-005"
    /// More came back than was delivered.
    case returnAboveDelivery = "INV-006"
    /// A late cost names a receipt that brought no stock; the charge was not allocated.
    case lateCostWithoutReceipt = "INV-007"
    /// A value without a quantity; the movement is quarantined.
    case valueWithoutQuantity = "INV-008"
    /// The named lot has not enough stock; the movement is quarantined.
    case lotNotInStock = "INV-009"
    /// An item costed at standard has no standard; it is worth zero.
    case standardMissing = "INV-010"
    /// Goods left below zero before any cost was known; they left at zero until covered.
    case shortageWithoutCost = "INV-011"
    /// A production order ended without any output; its cost is production variance.
    case orderWithoutOutput = "INV-040"
    /// A production order made something and nothing was charged to it.
    case orderWithoutCost = "INV-041"
  }

  /// What is wrong.
  public var problem: Problem
  /// The event, or `StockMovement.none` for a pool at a period's end.
  public var event: Int32
  /// The pool, or `StockMovement.none` when it is not known.
  public var pool: Int32
  /// The quantity at stake in 10⁻⁶ stock units.
  public var quantityMicros: Int64
  /// The value at stake in minor units.
  public var valueMinor: Int64

  /// A finding from its parts.
  public init(
    problem: Problem, event: Int32, pool: Int32, quantityMicros: Int64, valueMinor: Int64 = 0
  ) {
    self.problem = problem
    self.event = event
    self.pool = pool
    self.quantityMicros = quantityMicros
    self.valueMinor = valueMinor
  }

  /// Whether it blocks publication.
  public var severity: Finding.Severity {
    switch problem {
    case .returnWithoutDelivery, .returnAboveDelivery, .shortageWithoutCost, .orderWithoutOutput,
      .orderWithoutCost:
      .warning
    case .outOfRange, .stockRefused, .costUnknown, .negativeAtClosing, .lateCostWithoutReceipt,
      .valueWithoutQuantity, .lotNotInStock, .standardMissing:
      .error
    }
  }

  /// Whether the movement was left out of stock altogether.
  public var isQuarantine: Bool {
    switch problem {
    case .outOfRange, .stockRefused, .valueWithoutQuantity, .lotNotInStock: true
    case .costUnknown, .negativeAtClosing, .returnWithoutDelivery, .returnAboveDelivery,
      .lateCostWithoutReceipt, .standardMissing, .shortageWithoutCost, .orderWithoutOutput,
      .orderWithoutCost:
      false
    }
  }

  /// The finding as people read it.
  /// - Parameters:
  ///   - item: the item's code, with its location or lot where pools are that narrow.
  ///   - currency: the company's base currency.
  ///   - origin: the stream of the event.
  ///   - key: the source key of the event's row; empty for a pool at a period's end.
  ///   - document: the document's number; empty when there is none.
  /// - Returns: the finding, with what is wrong and what to do as sentences.
  public func finding(
    item: String, currency: Currency, origin: String = "stock_movements", key: String = "",
    document: String = ""
  ) -> Finding {
    let (message, action) = text(item: item)
    return Finding(
      code: problem.rawValue, severity: severity, origin: origin, key: key, document: document,
      amount: valueMinor == 0 ? nil : Money(minor: valueMinor, in: currency), message: message,
      action: action)
  }

  private func text(item: String) -> (message: String, action: String) {
    let quantity = Quantity(micros: quantityMicros)
    return switch problem {
    case .outOfRange:
      (
        "\(item): the quantity \(quantity) or its value is negative or beyond what a ledger holds.",
        "Correct quantity, price or unit of the movement in the source."
      )
    case .stockRefused:
      (
        "\(item): \(quantity) more leave than are in stock, and negative stock is refused.",
        "Enter the missing receipt or correct the date, or set negative_stock: allow for the item."
      )
    case .costUnknown:
      (
        "\(item): \(quantity) came in and no document, order, layer or standard knows a cost.",
        "Enter the price on the receipt or its order, or give the item a standard cost."
      )
    case .negativeAtClosing:
      (
        "\(item): stock is \(quantity) at the end of the period.",
        "Enter the missing receipt or count, or correct the issues that took too much."
      )
    case .returnWithoutDelivery:
      (
        "\(item): the movement that a return of \(quantity) names took nothing from stock.",
        "Correct the reference; until then the return is costed like one without."
      )
    case .returnAboveDelivery:
      (
        "\(item): \(quantity) came back beyond what was delivered.",
        "Correct the quantity or the reference; the excess is costed like a return without one."
      )
    case .lateCostWithoutReceipt:
      (
        "\(item): a late cost names a receipt that brought no stock, so it was not allocated.",
        "Correct the reference of the bill or landed cost, or release the receipt."
      )
    case .valueWithoutQuantity:
      (
        "\(item): a movement has a value and no quantity.",
        "Enter it as landed cost of a receipt, or give it a quantity."
      )
    case .lotNotInStock:
      (
        "\(item): the named lot lacks \(quantity) that leave.",
        "Correct the lot of the movement or enter the lot's receipt."
      )
    case .standardMissing:
      (
        "\(item): it is costed at standard and has none, so it is worth zero.",
        "Enter its standard cost."
      )
    case .orderWithoutOutput:
      (
        "\(item): a production order ended without output; its cost is production variance.",
        "Record its output, or return the components that were not used."
      )
    case .orderWithoutCost:
      (
        "\(item): an ended production order made it and consumed nothing; its provisional cost is below "
          + "zero in work in progress.",
        "Record the components or the labour of the order."
      )
    case .shortageWithoutCost:
      (
        "\(item): \(quantity) left below zero before any cost was known, at zero until covered.",
        "Enter the receipt or give the item a standard cost."
      )
    }
  }
}
