import AccountingValues
import Inventory
import Warehouse

/// Production variances of a period: what changed of an order's measure from its start to its end, so
/// that the periods of an order add up.
extension CloseRows {
  /// One order over a period.
  private struct Change {
    let order: Int32
    let date: CivilDate
    let before: ProductionVariances.Measure
    let after: ProductionVariances.Measure
  }

  private func changes(_ period: FiscalPeriod) -> [Change] {
    let steps = result.productionVariances.steps.filter { period.days.contains($0.date) }
    var changes: [Change] = []
    for step in steps {
      if let last = changes.last, last.order == step.order {
        changes[changes.count - 1] = Change(
          order: step.order, date: step.date, before: last.before, after: step.after)
      } else {
        changes.append(
          Change(order: step.order, date: step.date, before: step.before, after: step.after))
      }
    }
    // Numbers of orders differ from run to run; their keys do not.
    return changes.sorted {
      close.production.orders[$0.order].key < close.production.orders[$1.order].key
    }
  }

  /// What orders cost beside standard.
  func productionVariances(_ period: FiscalPeriod) -> [ProductionVarianceRow] {
    var rows: [ProductionVarianceRow] = []
    for change in changes(period) {
      let posted = change.after.posted - change.before.posted
      let carried = change.after.carried - change.before.carried
      // The order's own figures stand once, on the row of where its variance is now.
      let isCarried = !change.after.carried.isZero && change.after.posted.isZero
      if !posted.isZero || !isCarried {
        rows.append(row(change, "posted", posted, isMain: !isCarried, at: rows.count))
      }
      if !carried.isZero || isCarried {
        rows.append(row(change, "carried", carried, isMain: isCarried, at: rows.count))
      }
    }
    return rows
  }

  private func row(
    _ change: Change, _ standing: String, _ parts: ProductionVariance.Parts, isMain: Bool,
    at position: Int
  ) -> ProductionVarianceRow {
    let order = close.production.orders[change.order]
    let (before, after) = (change.before, change.after)
    func figure(_ path: KeyPath<ProductionVariances.Measure, Int64>) -> Int64 {
      isMain ? after[keyPath: path] - before[keyPath: path] : 0
    }
    let item = (order.product ?? order.items.first).flatMap {
      close.masters.items.number(of: $0)
    }
    return ProductionVarianceRow(
      seq: Int64(position), documentId: document(of: order), documentNumber: order.number,
      itemId: item.map { ids.items[Int($0)] }, date: change.date, standing: standing,
      gap: isMain ? after.gap?.rawValue : nil, quantityMicros: figure(\.goodMicros),
      scrappedQuantityMicros: figure(\.scrappedMicros), actualBaseMinor: figure(\.actualMinor),
      standardBaseMinor: isMain
        ? after.standardMinor.map { $0 - (before.standardMinor ?? 0) } : nil,
      productBaseMinor: figure(\.productMinor), materialPriceBaseMinor: parts[.materialPrice],
      usageBaseMinor: parts[.usage], rateBaseMinor: parts[.rate],
      efficiencyBaseMinor: parts[.efficiency], overheadBaseMinor: parts[.overhead],
      yieldBaseMinor: parts[.yield], unexplainedBaseMinor: parts[.unexplained])
  }

  /// The arithmetic: each resource of each order.
  func productionVarianceLines(_ period: FiscalPeriod) -> [ProductionVarianceLineRow] {
    var rows: [ProductionVarianceLineRow] = []
    for change in changes(period) {
      let order = close.production.orders[change.order]
      for (before, after) in pairs(change.before.lines, change.after.lines) where before != after {
        let line = after ?? before
        guard let line else { continue }
        func figure(_ path: KeyPath<ProductionVariance.Line, Int64>) -> Int64 {
          (after?[keyPath: path] ?? 0) - (before?[keyPath: path] ?? 0)
        }
        let used = (before?.usedMicros, after?.usedMicros)
        rows.append(
          ProductionVarianceLineRow(
            seq: Int64(rows.count), documentId: document(of: order), documentNumber: order.number,
            date: change.date, resource: line.resource.rawValue,
            itemId: line.item >= 0 ? ids.items[Int(line.item)] : nil,
            usedMicros: used.0 == nil && used.1 == nil ? nil : (used.1 ?? 0) - (used.0 ?? 0),
            allowedMicros: figure(\.allowedMicros), goodMicros: figure(\.goodMicros),
            actualBaseMinor: figure(\.actualMinor), atStandardBaseMinor: figure(\.atStandardMinor),
            allowedBaseMinor: figure(\.allowedMinor), goodBaseMinor: figure(\.goodMinor)))
      }
    }
    return rows
  }

  private typealias Line = ProductionVariance.Line

  /// The lines of one resource before and after.
  private func pairs(_ before: [Line], _ after: [Line]) -> [(Line?, Line?)] {
    func isSame(_ a: Line, _ b: Line) -> Bool { a.resource == b.resource && a.item == b.item }
    return after.map { line in (before.first { isSame($0, line) }, line) }
      + before.filter { line in !after.contains { isSame($0, line) } }.map { ($0, nil) }
  }

  private func document(of order: ProductionIntake.Order) -> Int64? {
    ids.documents["work_orders"]?[order.key]
  }
}
