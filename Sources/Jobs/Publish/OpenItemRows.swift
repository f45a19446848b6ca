import AccountingValues
import GeneralLedger
import Subledgers
import Warehouse

/// What stands open on a day, as rows of the warehouse: a document, or each of its instalments that
/// is open, with its place in the ageing. A document's rows add up to its residual.
struct OpenItemRows {
  private(set) var items: [OpenItemRow] = []
  private(set) var ageing: [AgeingRow] = []
  /// The columns of the company's ageing, also those in which nothing stands.
  private(set) var buckets: [AgeingBucketRow] = []
  /// The first row of each open item, by its index in the subledger.
  private(set) var firstRow: [Int32: Int64] = [:]

  private let close: CompanyClose
  private let ids: CloseIdentities

  init(close: CompanyClose, subledger: Subledger?, ids: CloseIdentities, day: CivilDate) {
    self.close = close
    self.ids = ids
    let scheme = close.scope.ageing
    let columns = scheme.columns
    buckets = zip(columns, scheme.headings).enumerated().map { position, column in
      AgeingBucketRow(bucket: Int16(position), name: column.0.code, title: column.1)
    }
    guard let subledger else { return }
    let aged = subledger.ageing(scheme, asOf: day)
    for row in aged.rows {
      firstRow[row.item] = Int64(items.count)
      let sign = subledger.items[Int(row.item)].side.debitSign
      let bases = baseShares(of: row.item, in: subledger)
      for part in aged.parts[Int(row.firstPart)..<Int(row.firstPart + row.partCount)] {
        items.append(item(row.item, part, bases, subledger))
        ageing.append(
          AgeingRow(
            seq: Int64(ageing.count), itemSeq: Int64(items.count - 1), bucket: Int16(part.column),
            bucketName: columns[Int(part.column)].code, daysOverdue: part.daysOverdue,
            residualMinor: sign * part.residual.amountMinor,
            residualBaseMinor: sign * part.residual.baseMinor))
      }
    }
  }

  /// The base amounts that the instalments of an item began with.
  private func baseShares(of index: Int32, in subledger: Subledger) -> [Int64] {
    let item = subledger.items[Int(index)]
    let range = Int(item.firstInstalment)..<Int(item.firstInstalment + item.instalmentCount)
    let weights = subledger.instalments[range].map { Int64(clamping: $0.amountMinor.magnitude) }
    // Shares of an amount in range are in range.
    return (try? Allocation.split(item.baseMinor, over: weights)) ?? []
  }

  private func item(
    _ index: Int32, _ part: AgedPart, _ bases: [Int64], _ subledger: Subledger
  ) -> OpenItemRow {
    let item = subledger.items[Int(index)]
    let label = close.openItems.labels[Int(index)]
    let sign = item.side.debitSign
    var original = (minor: item.amountMinor, base: item.baseMinor)
    if part.instalment >= 0 {
      let instalment = subledger.instalments[Int(item.firstInstalment) + Int(part.instalment)]
      original = (instalment.amountMinor, bases[Int(part.instalment)])
    }
    return OpenItemRow(
      seq: Int64(items.count), ledger: item.side.rawValue, kind: item.kind.rawValue,
      accountId: controlAccount(of: item), partnerId: ids.partners[Int(item.partner)],
      documentId: ids.documents[label.stream]?[label.key],
      documentStream: label.stream, documentNumber: label.number,
      documentDate: item.documentDate, postingDate: item.postingDate, dueDate: part.dueDate,
      currency: subledger.currencies[Int(item.currency)].code,
      originalMinor: sign * original.minor, residualMinor: sign * part.residual.amountMinor,
      originalBaseMinor: sign * original.base, residualBaseMinor: sign * part.residual.baseMinor)
  }

  private func controlAccount(of item: OpenItem) -> Int64 {
    let kind: ControlKind
    switch (item.side, item.kind == .advance) {
    case (.receivable, false): kind = .receivable
    case (.receivable, true): kind = .customerAdvance
    case (.payable, false): kind = .payable
    case (.payable, true): kind = .supplierAdvance
    }
    let index = close.plan.chart.accounts.firstIndex { $0.control == kind } ?? 0
    return ids.accounts[index]
  }
}
