import AccountingValues
import Extraction
import Inventory

/// Free units of a paid line share its cost (ACCOUNTING §2): where one line of a document brings some units
/// for money and some for nothing, all of them cost the same.
///
///     10 for 50.00 and 1 free of the same line     10 for 45.45 and 1 for 4.55
///
/// A later bill's difference is shared in the same way. What the supplier is owed stays with the paid
/// units; only stock values are shared. A free line of its own stays worth nothing.
struct FreeUnits {
  private struct Line: Hashable {
    let stream: String
    let document: SourceKey
    let line: SourceKey
    let item: Int32
    let day: CivilDate
  }

  /// What a later bill adds to units that it does not name.
  struct Share {
    /// The match of a receipt of the line with its bill.
    let match: Int32
    /// The stock event of other units of the line.
    let event: Int32
    /// In minor units of the purchase's currency.
    let minor: Int64
    /// In minor units of the base currency.
    let base: Int64
  }

  /// By stock event; only of lines that bring paid and free units.
  private(set) var values: [Int32: Int64] = [:]
  /// Parts of later differences.
  private(set) var shares: [Share] = []
  /// What of a later difference stays with the receipt that the bill met, by match.
  private(set) var left: [Int32: (minor: Int64, base: Int64)] = [:]
  /// The stock events of each line that shares, by each of them.
  private var lines: [Int32: [Int32]] = [:]

  /// Nothing is shared.
  init() {}

  init(
    _ events: StockEvents, values stated: StockAmounts, prices: ReceiptPrices.Prices,
    early: StockAmounts
  ) {
    let free = Self.linesWithFreeUnits(of: events)
    guard !free.isEmpty else { return }
    var members: [Line: [Int32]] = [:]
    for (position, event) in events.enumerated()
    where event.isReceipt && event.isOwn && event.quantity.micros > 0 && event.hasDocumentLine {
      guard let line = event.documentLine, free.contains(line),
        let stream = event.documentStream, let document = event.documentKey
      else { continue }
      members[
        Line(
          stream: stream, document: document, line: line, item: event.item, day: event.date),
        default: []
      ].append(Int32(position))
    }
    for members in members.values {
      let paid = members.compactMap { stated[Int($0)] ?? prices[$0]?.value.base }
      guard paid.count < members.count, paid.contains(where: { $0 != 0 }),
        members.allSatisfy({
          stated[Int($0)] != nil || prices[$0] != nil || events[Int($0)].priceState == "free"
        })
      else { continue }
      let whole = paid.reduce(0, +) + members.reduce(Int64(0)) { $0 + (early[Int($1)] ?? 0) }
      let quantities = members.map { events[Int($0)].quantity.micros }
      guard whole >= 0, let parts = try? Allocation.split(whole, over: quantities) else { continue }
      for (index, part) in zip(members, parts) {
        values[index] = part
        lines[index] = members
      }
    }
  }

  /// The document lines that bring something for nothing: few, where any do.
  private static func linesWithFreeUnits(of events: StockEvents) -> Set<SourceKey> {
    var lines: Set<SourceKey> = []
    for event in events where event.isFree {
      if let line = event.documentLine { lines.insert(line) }
    }
    return lines
  }

  /// Shares what a later bill adds to a receipt, if its line has free units.
  mutating func share(
    _ match: Int32, of receipt: Int32, in events: StockEvents, minor: Int64, base: Int64
  ) {
    guard let members = lines[receipt] else { return }
    let quantities = members.map { events[Int($0)].quantity.micros }
    guard let minors = Self.split(minor, over: quantities),
      let bases = Self.split(base, over: quantities)
    else { return }
    for (position, event) in members.enumerated() {
      if event == receipt {
        left[match] = (minors[position], bases[position])
      } else if bases[position] != 0 {
        shares.append(
          Share(match: match, event: event, minor: minors[position], base: bases[position]))
      }
    }
  }

  private static func split(_ amount: Int64, over quantities: [Int64]) -> [Int64]? {
    let parts = try? Allocation.split(amount < 0 ? -amount : amount, over: quantities)
    return amount < 0 ? parts?.map { -$0 } : parts
  }
}
