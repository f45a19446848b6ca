import AccountingValues
import Extraction
import Inventory

/// Free units of a paid line share its cost (ACCOUNTING §2): where one line of a document brings some units
/// for money and some for nothing, all of them cost the same.
///
///     10 for 50.00 and 1 free of the same line     10 for 45.45 and 1 for 4.55
///
/// What the supplier is owed stays with the paid units; only stock values are shared. A free line of its
/// own stays worth nothing.
struct FreeUnits {
  private struct Line: Hashable {
    let stream: String
    let document: SourceKey
    let line: SourceKey
    let item: Int32
    let day: CivilDate
  }

  /// By stock event; only of lines that bring paid and free units.
  private(set) var values: [Int32: Int64] = [:]

  init(
    _ events: [StockEvent], values stated: [Int64?], prices: [Int32: ReceiptPrices.Price],
    early: [Int32: Int64]
  ) {
    guard events.contains(where: { $0.priceState == "free" && $0.documentLine != nil }) else {
      return
    }
    var lines: [Line: [Int32]] = [:]
    for (position, event) in events.enumerated()
    where event.word == "receipt" && event.owner == "own" && event.quantity.micros > 0 {
      guard let stream = event.documentStream, let document = event.documentKey,
        let line = event.documentLine
      else { continue }
      lines[
        Line(
          stream: stream, document: document, line: line, item: event.item, day: event.date),
        default: []
      ].append(Int32(position))
    }
    for members in lines.values {
      let paid = members.compactMap { stated[Int($0)] ?? prices[$0]?.value.base }
      guard paid.count < members.count, paid.contains(where: { $0 != 0 }),
        members.allSatisfy({
          stated[Int($0)] != nil || prices[$0] != nil || events[Int($0)].priceState == "free"
        })
      else { continue }
      let whole = paid.reduce(0, +) + members.reduce(Int64(0)) { $0 + (early[$1] ?? 0) }
      let quantities = members.map { events[Int($0)].quantity.micros }
      guard whole >= 0, let parts = try? Allocation.split(whole, over: quantities) else { continue }
      for (index, part) in zip(members, parts) { values[index] = part }
    }
  }
}
