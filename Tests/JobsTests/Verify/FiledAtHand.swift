import AccountingValues
import Extraction
import Platform
import Warehouse

@testable import Jobs

/// Rows of closed periods without a warehouse: what a past is made of, and what is filed of its rows.
final class FiledAtHand {
  private var marks: [(mark: FiledMark, period: FiscalPeriod)] = []
  private var rows: [Int64: PastRows.Filed] = [:]
  /// How often something was asked for.
  private(set) var readings = 0

  func file(_ row: StreamRow, _ lines: [StreamRow], in period: FiscalPeriod, isRemembered: Bool) {
    let record = isRemembered ? row.record : nil
    let mark = FiledMark(
      stream: row.stream, keyId: Int64(marks.count), key: row.key.text,
      fingerprint: RowFingerprint.print(of: row, with: lines).bytes,
      recordDigest: record.map { SHA256.digest(of: $0).bytes })
    marks.append((mark, period))
    rows[mark.keyId] = PastRows.Filed(
      period: period, summary: RowSummary(row, with: lines), record: record)
  }

  func past(firstOpenDay: CivilDate) -> PastRows {
    var past = PastRows(
      firstOpenDay: firstOpenDay,
      archive: FiledArchive { (_, period, keyIds) throws(JobError) in
        self.readings += 1
        return self.rows.filter { $0.value.period.id == period && keyIds.contains($0.key) }
      })
    for (mark, period) in marks { past.file(mark, in: period) }
    return past
  }
}
