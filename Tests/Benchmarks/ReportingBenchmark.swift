import AccountingValues
import Glibc
import Reporting
import Tables

/// A million rows of ten columns as workbook and CSV, and the proof that memory does not grow with
/// them: the peak after ten times the rows may exceed the first by a few megabytes only.
enum ReportingBenchmark {
  struct MemoryGrew: Error {
    let kibibytes: Int
  }

  /// Rows that are made as they are pulled.
  private struct Rows: RowSource {
    let columns: [Column]
    let euro: Currency
    var made = 0
    let count: Int

    mutating func next() -> RowBatch? {
      guard made < count else { return nil }
      var batch = RowBatch(columnCount: columns.count)
      while batch.rowCount < RowBatch.usualRowCount, made < count {
        let number = Int64(made)
        batch.append([
          .text("G\(number / 10_000)"), .text("item \(number % 977)"),
          .date(CivilDate(daysSince1970: Int32(20_000 + number % 365))),
          .text("document \(number)"), .quantity(Quantity(micros: number % 1_000 * 250_000)),
          .unitCost(UnitCost(micros: number % 7_919 * 1_234)),
          .money(Money(minor: number * 37 % 1_000_003, in: euro)),
          .money(Money(minor: -(number * 41 % 1_000_003), in: euro)), .integer(number % 90),
          .boolean(number % 3 == 0),
        ])
        made += 1
      }
      return batch
    }
  }

  private static let types: [ColumnType] = [
    .code, .text, .date, .code, .quantity, .unitCost, .money(.base), .money(.base), .integer,
    .boolean,
  ]

  private static var report: ReportDefinition {
    let columns = types.enumerated().map { index, type in
      ReportColumn(
        Column(name: "column_\(index)", type: type),
        total: type == .money(.base) ? .sum : type == .quantity ? .subtotal : .none)
    }
    return ReportDefinition(
      name: "many", title: "Many rows", description: "A benchmark.",
      sheets: [
        SheetDefinition(
          name: "many", title: "Many rows", grain: "one row per row", dataset: "many",
          columns: columns, groups: ["column_0"], order: ["column_0"])
      ])
  }

  static func run() throws {
    guard let euro = Currency(code: "EUR") else { return }
    let face = ReportFace(
      companyCode: "MANY", companyName: "Many rows", baseCurrency: euro, period: "2026-10",
      periodTitle: "October 2026", asOf: CivilDate(daysSince1970: 20_757), dataThrough: nil,
      closeID: String(repeating: "0", count: 64), standing: .final)
    var path = Array("/tmp/nightclose-benchmark-XXXXXX".utf8CString)
    guard mkdtemp(&path) != nil else { return }
    let folder = String(decoding: path.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    defer { rmdir(folder) }
    var peaks: [Int] = []
    for count in [100_000, 1_000_000] {
      let columns = report.sheets[0].columns.map(\.column)
      let clock = ContinuousClock()
      let start = clock.now
      let files = try ReportRenderer(report, face: face, formats: [.xlsx, .csv])
        .render(into: folder, tieOut: Table(columns: TieOut.columns)) { _ in
          Rows(columns: columns, euro: euro, count: count)
        }
      let duration = clock.now - start
      for file in files { unlink("\(folder)/\(file.name)") }
      peaks.append(peakKibibytes)
      let micros = Double(duration.components.attoseconds) / 1e12
      let perRow = (Double(duration.components.seconds) * 1e6 + micros) / Double(count)
      print("reporting: \(count) rows, \(perRow) µs per row, peak \(peaks[peaks.count - 1]) KiB")
    }
    if peaks[1] > peaks[0] + 16_384 { throw MemoryGrew(kibibytes: peaks[1] - peaks[0]) }
  }

  /// The most memory the process has held at once.
  private static var peakKibibytes: Int {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss
  }
}
