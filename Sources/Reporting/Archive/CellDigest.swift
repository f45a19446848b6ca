/// A fingerprint of every filled cell of a sheet, in order: built once from what was meant while
/// writing, once from the finished file while reading it back. Both must be equal.
struct CellDigest: Hashable {
  private(set) var bytes = ByteDigest()
  private(set) var cellCount = 0
  private(set) var rowCount = 0
  private var lastRow = -1

  private mutating func place(row: Int, column: Int, kind: UInt64) {
    if row != lastRow {
      rowCount += 1
      lastRow = row
    }
    cellCount += 1
    // A damaged file may claim any place.
    bytes.add(
      UInt64(truncatingIfNeeded: row) << 20 | UInt64(truncatingIfNeeded: column) << 4 | kind)
  }

  mutating func add(number: Double, row: Int, column: Int) {
    place(row: row, column: column, kind: 1)
    bytes.add(number.bitPattern)
  }

  mutating func add(text: some Sequence<UInt8>, row: Int, column: Int) {
    place(row: row, column: column, kind: 2)
    bytes.add(text)
  }

  mutating func add(formula: some Sequence<UInt8>, cached: Double, row: Int, column: Int) {
    place(row: row, column: column, kind: 3)
    bytes.add(formula)
    bytes.add(cached.bitPattern)
  }
}
