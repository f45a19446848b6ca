import Foundation
import Platform
import TestSupport
import Testing

/// Rows that do not fit in memory lie in a file that nobody sees.
@Suite struct SpillFileTests {
  private func fill(_ page: UnsafeMutableRawPointer, _ count: Int, with byte: UInt8) {
    for offset in 0..<count { page.storeBytes(of: byte, toByteOffset: offset, as: UInt8.self) }
  }

  private func holds(_ page: UnsafeMutableRawPointer, _ count: Int, _ byte: UInt8) -> Bool {
    (0..<count).allSatisfy { page.load(fromByteOffset: $0, as: UInt8.self) == byte }
  }

  @Test func pagesKeepTheirContentsAfterTheyWereLeft() throws {
    let folder = try TemporaryDirectory()
    let file = SpillFile(in: folder.path, memoryByteCount: 20_000)
    let pages = (0..<12).map { _ in file.makePage(byteCount: 9_000) }
    #expect(file.byteCountInFile == 10 * 12_288, "two in memory, ten of three system pages")
    for (number, page) in pages.enumerated() {
      fill(page, 9_000, with: UInt8(number + 1))
      file.leave(page, byteCount: 9_000)
    }
    for (number, page) in pages.enumerated() { #expect(holds(page, 9_000, UInt8(number + 1))) }
    for page in pages { file.free(page, byteCount: 9_000) }
    #expect(file.byteCountInFile == 0)
  }

  @Test func nothingIsLeftInTheFolder() throws {
    let folder = try TemporaryDirectory()
    let file = SpillFile(in: folder.path, memoryByteCount: 0)
    let page = file.makePage(byteCount: 4096)
    #expect(file.byteCountInFile == 4096)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    file.free(page, byteCount: 4096)
  }

  @Test func aPageThatWasGivenBackIsUsedAgain() throws {
    let folder = try TemporaryDirectory()
    let file = SpillFile(in: folder.path, memoryByteCount: 0)
    let first = file.makePage(byteCount: 8192)
    fill(first, 8192, with: 7)
    file.free(first, byteCount: 8192)
    let second = file.makePage(byteCount: 8192)
    #expect(holds(second, 8192, 7), "the same place of the file")
    #expect(file.byteCountInFile == 8192)
    file.free(second, byteCount: 8192)
  }

  @Test func withoutAFolderMemoryDoes() {
    let file = SpillFile(in: "/nonexistent/folder", memoryByteCount: 0)
    let page = file.makePage(byteCount: 4096)
    #expect(file.byteCountInFile == 0)
    fill(page, 4096, with: 1)
    file.leave(page, byteCount: 4096)
    #expect(holds(page, 4096, 1))
    file.free(page, byteCount: 4096)
  }
}
