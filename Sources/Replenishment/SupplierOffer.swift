public import AccountingValues

/// What a supplier asks for an item and how long it takes.
public struct SupplierOffer: Hashable, Sendable {
  /// Dense id of the supplier.
  public var supplier: Int32
  /// The supplier's name or number, for the reason.
  public var name: String
  /// Price of a stock unit in the base currency.
  public var price: UnitCost
  /// Days from order to receipt as agreed.
  public var leadTimeDays: Int?
  /// The lots the supplier accepts.
  public var modifiers: OrderModifiers

  /// An offer.
  public init(
    supplier: Int32, name: String, price: UnitCost, leadTimeDays: Int? = nil,
    modifiers: OrderModifiers = OrderModifiers()
  ) {
    self.supplier = supplier
    self.name = name
    self.price = price
    self.leadTimeDays = leadTimeDays
    self.modifiers = modifiers
  }
}

/// A chosen supplier and why.
public struct SupplierChoice: Hashable, Sendable {
  /// Position of the offer among the item's offers.
  public let offer: Int
  /// The reason, a clause with its numbers.
  public let reason: String

  /// The cheapest offer; of equal prices the shortest lead time (one without comes last); of equal
  /// offers the first. `nil` without offers.
  public init?(of offers: [SupplierOffer]) {
    func isBetter(_ a: SupplierOffer, _ b: SupplierOffer) -> Bool {
      if a.price != b.price { return a.price < b.price }
      return (a.leadTimeDays ?? .max) < (b.leadTimeDays ?? .max)
    }
    guard var best = offers.indices.first else { return nil }
    for index in offers.indices where isBetter(offers[index], offers[best]) { best = index }
    var second: Int?
    for index in offers.indices where index != best {
      if let found = second, !isBetter(offers[index], offers[found]) { continue }
      second = index
    }
    offer = best
    reason = Self.reason(offers[best], second: second.map { offers[$0] })
  }

  private static func reason(_ best: SupplierOffer, second: SupplierOffer?) -> String {
    func terms(_ offer: SupplierOffer) -> String {
      let days = offer.leadTimeDays.map { counted($0, "day") } ?? "no lead time"
      return "\(offer.name) at \(offer.price), \(days)"
    }
    guard let second else { return "\(terms(best)): the only offer" }
    if best.price != second.price { return "\(terms(best)): cheapest; next \(terms(second))" }
    if best.leadTimeDays != second.leadTimeDays {
      return "\(terms(best)): same price, shorter lead time than \(terms(second))"
    }
    return "\(terms(best)): same terms as \(terms(second)), first in the list"
  }
}
