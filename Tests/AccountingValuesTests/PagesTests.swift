import AccountingValues
import Testing

/// Pages behave like an array, and tell their source what was left.
@Suite struct PagesTests {
  /// Counts what is asked of it.
  private final class CountingPages: PageSource, @unchecked Sendable {
    var made = 0
    var freed = 0
    var left: [UnsafeMutableRawPointer] = []

    func makePage(byteCount: Int) -> UnsafeMutableRawPointer {
      made += 1
      return .allocate(byteCount: byteCount, alignment: 64)
    }

    func leave(_ page: UnsafeMutableRawPointer, byteCount: Int) { left.append(page) }

    func free(_ page: UnsafeMutableRawPointer, byteCount: Int) {
      freed += 1
      page.deallocate()
    }
  }

  /// 2¹⁷ numbers of eight bytes are a page of a megabyte.
  private let pageRows = 1 << 17

  @Test(arguments: [0, 1, 15, 16, 17, 1000, 1 << 17, 1 << 17 + 1, 3 << 17, 3 << 17 + 5])
  func rowsAreThoseOfAnArray(_ count: Int) {
    let array = (0..<count).map { Int64($0) * 3 }
    let oneByOne = Pages(array)
    var atOnce = Pages<Int64>()
    fill(&atOnce, with: array)
    #expect(oneByOne.count == count)
    #expect(Array(oneByOne) == array)
    #expect(oneByOne.indices.allSatisfy { oneByOne[$0] == array[$0] })
    #expect(atOnce == oneByOne)
    #expect(atOnce.hashValue == oneByOne.hashValue)
    #expect(oneByOne.last == array.last)
  }

  /// Writes rows into room after room.
  private func fill(_ pages: inout Pages<Int64>, with rows: [Int64]) {
    var rest = rows[...]
    while !rest.isEmpty {
      let room = pages.room()
      #expect(!room.isEmpty)
      let part = rest.prefix(room.upperBound - room.lowerBound)
      for (place, row) in part.enumerated() { (room.lowerBound + place).initialize(to: row) }
      pages.commit(part.count)
      rest = rest.dropFirst(part.count)
    }
  }

  @Test func roomThatIsNotUsedLeavesNoRow() {
    var pages = Pages<Int64>([1, 2])
    let copy = pages
    _ = pages.room()
    pages.commit(0)
    #expect(pages == copy)
    fill(&pages, with: [3])
    #expect(Array(pages) == [1, 2, 3])
    #expect(Array(copy) == [1, 2])
  }

  @Test func rowsAddedInPartsOfAnySizeStayInOrder() {
    var pages = Pages<Int64>()
    var array: [Int64] = []
    for part in [1, 7, 200_000, 3, 131_072, 16, 90_000] {
      let rows = (0..<part).map { Int64(array.count + $0) }
      fill(&pages, with: rows)
      array += rows
      pages.append(-1)
      array.append(-1)
    }
    #expect(pages.elementsEqual(array))
  }

  @Test func aCopyKeepsItsRows() {
    var rows = Pages((0..<200_000).map { Int64($0) })
    let copy = rows
    rows.append(5)
    rows[3] = -3
    rows[150_000] = -4
    #expect(copy.count == 200_000)
    #expect(copy[3] == 3 && copy[150_000] == 150_000)
    #expect(rows.count == 200_001 && rows[3] == -3 && rows[150_000] == -4 && rows[200_000] == 5)
    var emptied = rows
    emptied.removeAll()
    #expect(emptied.isEmpty && rows.count == 200_001)
  }

  @Test func memoryIsUsedAgainAfterAllRowsWereForgotten() {
    let source = CountingPages()
    var rows = Pages<Int64>(from: source)
    for round in 0..<3 {
      for number in 0..<(2 * pageRows + 10) { rows.append(Int64(number + round)) }
      #expect(rows[2 * pageRows + 9] == Int64(2 * pageRows + 9 + round))
      rows.removeAll()
      #expect(rows.isEmpty)
    }
    #expect(source.made == 6 && source.freed == 6, "the first page is no page of the source")
  }

  @Test func fullPagesAreLeftByWriterAndReader() {
    let source = CountingPages()
    var rows = Pages<Int64>(from: source)
    for number in 0..<(4 * pageRows + 1) { rows.append(Int64(number)) }
    #expect(source.made == 4)
    #expect(source.left.count == 3, "the pages that were filled, but the first and the last")
    var sum: Int64 = 0
    for row in rows { sum += row }
    let last = Int64(4 * pageRows)
    #expect(sum == last * (last + 1) / 2)
    #expect(source.left.count == 6)
    #expect(Array(source.left.suffix(3)) == Array(source.left.prefix(3)))
    rows.leave()
    #expect(source.left.count == 10, "all that are not the first")
    #expect(rows[3 * pageRows] == Int64(3 * pageRows))
  }
}
