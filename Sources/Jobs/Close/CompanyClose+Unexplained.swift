import AccountingValues
import Extraction
import Inventory

extension CompanyClose {
  /// Stock that no document explains, and damaged goods that nobody valued.
  func unexplainedStockFindings(_ costing: CostingStep.Result) -> [Finding] {
    var worth: [Int32: Int64] = [:]
    for row in costing.output.valued where row.role == .countDifference && row.quantityMicros > 0 {
      if case .movement(let index)? = costing.cause(of: row.movement),
        stock.events[Int(index)].isResidual
      {
        worth[index, default: 0] += row.valueMinor
      }
    }
    return worth.sorted { $0.key < $1.key }.map { unidentified(stock.events[Int($0)], $1) }
      + unvaluedFindings()
  }

  /// INV-016: a kit is told as a whole, not by its components.
  private func unvaluedFindings() -> [Finding] {
    let parts = Set(stock.kits.damaged.flatMap(\.parts))
    let alone = stock.events.filter {
      $0.isDamaged && $0.priceState != "known" && !parts.contains($0.position)
    }
    return alone.map {
      unvalued($0.key, item: $0.item, $0.quantity, document: $0.documentText)
    }
      + stock.kits.damaged.filter { $0.worth == nil }.map {
        unvalued(
          $0.key, item: $0.item, $0.quantity,
          document: stock.events[Int($0.parts[0])].documentText)
      }
  }

  private func unidentified(_ event: StockEvent, _ value: Int64) -> Finding {
    let item = masters.items[event.item].number
    let days = scope.asOf.daysSince1970 - event.date.daysSince1970
    return Finding(
      code: "INV-060", severity: .warning, origin: "stock_movements", key: event.key.displayText,
      document: item, amount: Money(minor: value, in: scope.base),
      message: "\(item): \(event.quantity) more are in stock than documents explain, for "
        + "\(counted(Int(days), "day")); they stand on unidentified receipts",
      action: "enter the receipt or count they belong to in the ERP")
  }

  private func unvalued(
    _ key: SourceKey, item: Int32, _ quantity: Quantity, document: String
  ) -> Finding {
    let item = masters.items[item].number
    return Finding(
      code: "INV-016", severity: .warning, origin: "stock_movements", key: key.displayText,
      document: document,
      message: "\(item): \(quantity) came back damaged and no value says what they are "
        + "worth; they stand at cost",
      action: "state what they can be sold for as the movement's value, or assess the item in "
        + "write_downs")
  }
}
