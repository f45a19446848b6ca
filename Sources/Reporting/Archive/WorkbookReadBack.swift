import AccountingValues

/// Re-opens a finished workbook and proves that it holds what was meant: every entry unpacks to its
/// checksum, and every cell of every sheet is the one written. The spreadsheet library ignores some
/// write failures of its temporary files; this is where they come to light.
enum WorkbookReadBack {
  static func prove(
    _ path: String, holds sheets: [(name: String, digest: CellDigest)]
  ) throws(ReportingError) {
    let archive = try ZipArchive(opening: path)
    var sheetCount = 0
    for entry in archive.entries {
      guard let number = Self.sheetNumber(entry.name) else {
        try archive.read(entry) { _ in }
        continue
      }
      guard sheets.indices.contains(number - 1) else {
        throw .damaged(path: path, reason: "\(entry.name) was not written")
      }
      sheetCount += 1
      var scanner = SheetScanner()
      try archive.read(entry) { scanner.read($0) }
      let (name, meant) = sheets[number - 1]
      guard scanner.isComplete, scanner.digest == meant else {
        throw .damaged(
          path: path,
          reason: "sheet '\(name)' holds \(counted(scanner.digest.cellCount, "cell")) in "
            + "\(counted(scanner.digest.rowCount, "row")), \(meant.cellCount) in \(meant.rowCount) were written"
        )
      }
    }
    guard sheetCount == sheets.count else {
      throw .damaged(path: path, reason: "\(sheetCount) of \(sheets.count) sheets are there")
    }
  }

  /// The number in `xl/worksheets/sheet12.xml`.
  private static func sheetNumber(_ name: String) -> Int? {
    let prefix = "xl/worksheets/sheet"
    guard name.hasPrefix(prefix), name.hasSuffix(".xml") else { return nil }
    return Int(name.dropFirst(prefix.count).dropLast(4))
  }
}
