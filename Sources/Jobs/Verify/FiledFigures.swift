import AccountingValues
import Extraction
import GeneralLedger
import Warehouse

/// Reads the figures of a period as people see them, and holds its tables against each other.
struct FiledFigures {
  let reader: CompanyReader
  let period: FiscalPeriod
  /// Whether movements are remembered: then what became of them is in the replay, though their
  /// document has changed.
  var remembersMovements = false

  /// The figures; `changed` are rows whose contribution is wanted.
  ///
  /// - Throws: `WarehouseError`.
  func read(changed: Set<PastRows.Place>) throws -> RestatedIdentity.Filed {
    var filed = RestatedIdentity.Filed()
    try readBalances(&filed)
    try readLines(&filed, changed: changed)
    try readPools(&filed)
    return filed
  }

  private func figure(_ subject: ProvenFigure.Subject) -> ProvenFigure {
    ProvenFigure(period: period.id, subject: subject)
  }

  private func names(_ ids: some Sequence<Int64>) throws -> [Int64: KeyIdentity] {
    let found = try reader.keys(of: Array(Set(ids)).sorted())
    return Dictionary(found.map { ($0.id, $0) }, uniquingKeysWith: { a, _ in a })
  }

  /// What accounts moved, and whether their balances say the same.
  private func readBalances(_ filed: inout RestatedIdentity.Filed) throws {
    let rows = try reader.published(Warehouse.TrialBalanceRow.self, period: period.id).collected()
    let names = try names(rows.map(\.accountId))
    for row in rows {
      let figure = figure(.account(names[row.accountId]?.key ?? "?"))
      let moved = row.debitBaseMinor - row.creditBaseMinor
      filed.sums[figure, default: 0] += moved
      filed.contradictions[figure, default: 0] +=
        row.closingBaseMinor - row.openingBaseMinor - moved
    }
  }

  /// What the journal's lines make of the accounts.
  private func readLines(
    _ filed: inout RestatedIdentity.Filed, changed: Set<PastRows.Place>
  ) throws {
    let wanted = changed.isEmpty ? [] : try entries(of: changed)
    var moved: [Int64: Int64] = [:]
    var movedByChanged: [Int64: Int64] = [:]
    let lines = try reader.published(JournalLineRow.self, period: period.id)
    while let line = try lines.next() {
      let amount = line.debitBaseMinor - line.creditBaseMinor
      moved[line.accountId, default: 0] += amount
      if wanted.contains(line.entrySeq) { movedByChanged[line.accountId, default: 0] += amount }
    }
    let names = try names(moved.keys)
    var fromLines: ProvenSums = [:]
    for (account, amount) in moved {
      fromLines[figure(.account(names[account]?.key ?? "?")), default: 0] += amount
    }
    for figure in Set(fromLines.keys).union(filed.sums.keys) {
      let other = (fromLines[figure] ?? 0) - (filed.sums[figure] ?? 0)
      // What one table lacks shows once, however many others say it.
      if filed.contradictions[figure] ?? 0 == 0 { filed.contradictions[figure] = other }
    }
    for (account, amount) in movedByChanged {
      filed.changedRows[figure(.account(names[account]?.key ?? "?")), default: 0] += amount
    }
  }

  /// The numbers of the entries that rest on these rows.
  private func entries(of changed: Set<PastRows.Place>) throws -> Set<Int64> {
    let rows = try reader.published(JournalEntryRow.self, period: period.id).collected()
    let names = try names(rows.compactMap(\.documentId))
    let replayed = remembersMovements ? Self.movementEvents : []
    let found = rows.filter { row in
      guard !replayed.contains(row.event), let name = row.documentId.flatMap({ names[$0] }) else {
        return false
      }
      return changed.contains(PastRows.Place(name.stream, SourceKey(name.key)))
    }
    return Set(found.map(\.seq))
  }

  /// Events that movements make, by name.
  private static let movementEvents = Set(
    EngineEvents.stockKinds.map(\.rawValue).filter { $0 != "late_cost" })

  /// What pools moved, and whether their certificates add up.
  private func readPools(_ filed: inout RestatedIdentity.Filed) throws {
    let rows = try reader.published(PoolCertificateRow.self, period: period.id).collected()
    let names = try names(rows.map(\.itemId) + rows.compactMap(\.locationId))
    for row in rows {
      let pool = ProvenPool(
        item: names[row.itemId]?.key ?? "?",
        place: row.locationId.flatMap { names[$0]?.key } ?? "", owner: row.owner)
      let value = figure(.poolValue(pool))
      let quantity = figure(.poolQuantity(pool))
      filed.sums[value, default: 0] += row.closingBaseMinor - row.openingBaseMinor
      filed.sums[quantity, default: 0] += row.closingQuantityMicros - row.openingQuantityMicros
      filed.contradictions[value, default: 0] +=
        row.openingBaseMinor + row.receivedBaseMinor + row.adjustedBaseMinor - row.issuedBaseMinor
        - row.closingBaseMinor
      filed.contradictions[quantity, default: 0] +=
        row.openingQuantityMicros + row.receivedQuantityMicros + row.adjustedQuantityMicros
        - row.issuedQuantityMicros - row.closingQuantityMicros
    }
  }
}
