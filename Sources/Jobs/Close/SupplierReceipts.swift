import AccountingValues
import Extraction

/// What suppliers brought and what of it was refused, by period, supplier, item and currency. It posts
/// nothing: refused goods enter no stock and no bill, so that nothing else in the books shows them.
///
/// Accepted goods count at the value their receipt states; where it states none, and for what was
/// refused, at the order's price; without an order at what the receipt says of the accepted part.
///
///     order 100 at 2.50 · received 100, of them 4 refused, 240.00 stated
///     accepted 96 = 240.00, refused 4 × 2.50 = 10.00
struct SupplierReceipts {
  /// What receipts are added up by.
  struct Key: Hashable {
    let period: Int32
    let partner: SourceKey?
    let item: SourceKey?
    let currency: Currency
  }

  /// Quantities and values of some receipt lines.
  struct Sum {
    var lines: Int64 = 0
    /// Lines of which something was refused.
    var refusedLines: Int64 = 0
    var accepted = Part()
    var refused = Part()
  }

  /// What was accepted, or refused.
  struct Part {
    private(set) var micros: Int128 = 0
    private(set) var minor: Int128 = 0
    /// Whether the value of something in it is not known.
    private(set) var isUnpriced = false

    mutating func add(_ quantity: Quantity, _ value: Money?) {
      micros += Int128(quantity.micros)
      minor += Int128(value?.minor ?? 0)
      if quantity.micros != 0, value == nil { isUnpriced = true }
    }

    /// In 10⁻⁶ stock units; `nil` beyond 64 bits.
    var quantityMicros: Int64? { Int64(exactly: micros) }
    /// In minor units; `nil` where a price is missing, or beyond 64 bits.
    var valueMinor: Int64? { isUnpriced ? nil : Int64(exactly: minor) }
  }

  private(set) var sums: [Key: Sum] = [:]

  /// Adds the lines of a receipt that counts in a period.
  mutating func take(
    _ header: StreamRow, _ lines: [StreamRow], period: Int32, documents: PurchaseDocuments,
    base: Currency
  ) {
    for line in lines {
      guard let accepted = line.quantity("quantity") else { continue }
      let refused = line.quantity("rejected_quantity") ?? .zero
      if accepted.micros == 0, refused.micros == 0 { continue }
      let order = line.key("order_line_key").flatMap { documents.orderLine($0) }
      let currency = line.currency() ?? order?.currency ?? base
      let key = Key(
        period: period, partner: header.key("partner_key") ?? order?.partner,
        item: line.key("item_key"), currency: currency)
      let prices = Prices(
        quantity: accepted, stated: line.money("net_amount", in: currency),
        orderPrice: order?.currency == currency ? order?.unitPrice : nil, currency: currency)
      sums[key, default: Sum()].lines += 1
      if refused.micros != 0 { sums[key, default: Sum()].refusedLines += 1 }
      sums[key, default: Sum()].accepted.add(accepted, prices.accepted)
      sums[key, default: Sum()].refused.add(refused, prices.value(ofRefused: refused))
    }
  }

  /// What a receipt's line and its order say of values.
  private struct Prices {
    let quantity: Quantity
    let stated: Money?
    let orderPrice: UnitCost?
    let currency: Currency

    var accepted: Money? { stated ?? ordered(quantity) }

    func value(ofRefused refused: Quantity) -> Money? {
      if let value = ordered(refused) { return value }
      guard let stated, quantity.micros != 0,
        let minor = try? Rounding.scaled(
          stated.minor, times: refused.micros, over: quantity.micros)
      else { return nil }
      return Money(minor: minor, in: currency)
    }

    private func ordered(_ quantity: Quantity) -> Money? {
      orderPrice.flatMap { try? quantity.valued(at: $0, in: currency) }
    }
  }
}
