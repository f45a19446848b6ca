import AccountingValues
import Platform
import TestSupport
import Testing

@testable import Jobs

/// Rows of a large close lie in a file, and are read back as they were written.
@Suite struct SpilledPagesTests {
  @Test func rowsComeBackFromTheFile() throws {
    let folder = try TemporaryDirectory()
    let file = SpillFile(in: folder.path, memoryByteCount: 1 << 20)
    let count = 700_000
    do {
      var rows = Pages<Int64>(from: file)
      for number in 0..<count { rows.append(Int64(number) &* 2_654_435_761) }
      #expect(file.byteCountInFile == 4 << 20, "six pages: the first and one more in memory")
      let isSame = rows.enumerated().allSatisfy { $1 == Int64($0) &* 2_654_435_761 }
      #expect(isSame)
      #expect(rows[600_000] == 600_000 &* 2_654_435_761, "a page that was left")
      rows[600_000] = 1
      #expect(rows[600_000] == 1)
    }
    #expect(file.byteCountInFile == 0)
  }
}
