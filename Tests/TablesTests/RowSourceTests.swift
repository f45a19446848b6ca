import Tables
import Testing

@Suite("Rows are pulled batch by batch")
struct RowSourceTests {
  /// Counts up in batches of two rows, then fails when asked to.
  struct Counting: RowSource {
    struct Lost: Error {}
    let columns = [Column(name: "n", type: .integer), Column(name: "word", type: .text)]
    var value: Int64 = 0
    var last: Int64
    var fails = false

    mutating func next() throws -> RowBatch? {
      if value >= last {
        if fails { throw Lost() }
        return nil
      }
      var batch = RowBatch(columnCount: 2)
      while batch.rowCount < 2, value < last {
        value += 1
        batch.append([.integer(value), .text("w\(value)")])
      }
      return batch
    }
  }

  @Test("All rows arrive once and in order")
  func collected() throws {
    var source = Counting(last: 5)
    let table = try source.collected()
    #expect(table.rowCount == 5)
    #expect((0..<5).map { table[$0, "n"] } == (1...5).map { .integer($0) })
    #expect(Array(table[4]) == [.integer(5), .text("w5")])
    #expect(table[0, "missing"] == nil)
  }

  @Test("A failure of the source reaches the reader")
  func failing() {
    #expect(throws: Counting.Lost.self) {
      var source = Counting(last: 3, fails: true)
      _ = try source.collected()
    }
  }

  @Test("A table hands its rows over once; an empty one hands over nothing")
  func table() {
    let columns = [Column(name: "n", type: .integer)]
    var rows = Table(columns: columns, rows: [[.integer(1)], [.null]]).source()
    #expect(rows.next()?.rowCount == 2)
    #expect(rows.next() == nil)
    var none = Table(columns: columns).source()
    #expect(none.next() == nil)
  }
}
