import Glibc
import TestSupport
import Testing

@testable import Platform

@Suite("files")
final class FileSystemTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  @Test("an atomic write replaces the contents and leaves no other file")
  func writeAtomically() throws {
    let path = directory.file("report.csv")
    try FileSystem.writeAtomically("first", to: path)
    try FileSystem.writeAtomically("second, shorter".prefix(6) + "", to: path, mode: 0o600)
    #expect(try FileSystem.readText(path) == "second")
    #expect(try FileSystem.list(directory.path) == ["report.csv"])
    var info = stat()
    #expect(stat(path, &info) == 0 && info.st_mode & 0o777 == 0o600)
  }

  @Test("a write that fails half-way leaves the old contents and no other file")
  func failedWrite() throws {
    let path = directory.file("report.csv")
    try FileSystem.writeAtomically("old", to: path)
    #expect(throws: PlatformError.self) {
      try FileSystem.writeAtomically(to: path) { (file: borrowing OpenFile) throws(PlatformError) in
        let half = Array("ne".utf8)
        half.withUnsafeBytes { try? file.write($0) }
        throw PlatformError(.file, at: path, "the disk is full", remedy: "free space")
      }
    }
    #expect(try FileSystem.readText(path) == "old")
    #expect(try FileSystem.list(directory.path) == ["report.csv"])
  }

  @Test("exchange swaps two directories; rename without replacing refuses an existing target")
  func exchangeAndRename() throws {
    for name in ["new", "current"] {
      try FileSystem.makeDirectories(directory.file(name))
      try FileSystem.writeAtomically(name, to: directory.file("\(name)/which"))
    }
    try FileSystem.exchange(directory.file("new"), directory.file("current"))
    #expect(try FileSystem.readText(directory.file("current/which")) == "new")
    let error = #expect(throws: PlatformError.self) {
      try FileSystem.rename(
        directory.file("new"), to: directory.file("current"), replacing: false)
    }
    #expect(error?.systemError == EEXIST)
    try FileSystem.rename(directory.file("new"), to: directory.file("old"), replacing: false)
    #expect(try FileSystem.list(directory.path) == ["current", "old"])
  }

  @Test("a tree is flushed and removed with its links, and what they lead to stays")
  func trees() throws {
    try FileSystem.makeDirectories(directory.file("tree/below"))
    try FileSystem.writeAtomically("kept", to: directory.file("kept"))
    try #require(symlink(directory.file("kept"), directory.file("tree/below/link")) == 0)
    try FileSystem.synchroniseTree(directory.file("tree"))
    try FileSystem.removeTree(directory.file("tree"))
    try FileSystem.removeTree(directory.file("tree"))
    #expect(try FileSystem.list(directory.path) == ["kept"])
  }

  @Test("an error says where, what and what to do")
  func message() {
    let error = #expect(throws: PlatformError.self) { try FileSystem.read("/nowhere/at/all") }
    #expect(
      error?.description
        == "/nowhere/at/all: cannot open it: No such file or directory; check the path")
  }

  @Test(
    "the directory above",
    arguments: [
      ("/a/b", "/a"), ("/a", "/"), ("/a/", "/"), ("a/b", "a"), ("a", "."), ("/", nil), (".", nil),
    ] as [(String, String?)])
  func parent(_ path: String, _ expected: String?) {
    #expect(FileSystem.parent(of: path) == expected)
  }
}

@Suite("locks on files")
final class FileLockTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func isFree(_ path: String, _ mode: FileLock.Mode) throws -> Bool {
    try FileLock.attempt(path, mode) != nil
  }

  @Test("an exclusive lock excludes all others until it goes away; shared ones only exclusive ones")
  func modes() throws {
    let path = directory.file("lock")
    let first = try FileLock.wait(path, .shared, seconds: 0)
    let second = try FileLock.wait(path, .shared, seconds: 0)
    #expect(try !isFree(path, .exclusive))
    let refused = try !first.convert(to: .exclusive)
    #expect(refused)
    _ = consume second
    let converted = try first.convert(to: .exclusive)
    #expect(converted)
    #expect(try !isFree(path, .shared))
    _ = consume first
    #expect(try isFree(path, .exclusive))
  }

  @Test("waiting for a held lock ends with a sentence of kind busy")
  func waiting() throws {
    let path = directory.file("lock")
    let held = try FileLock.wait(path, seconds: 0)
    let error = #expect(throws: PlatformError.self) {
      _ = try FileLock.wait(path, seconds: 0.1)
    }
    #expect(error?.kind == .busy)
    _ = consume held
  }

  @Test("a child process does not hold the lock on")
  func children() throws {
    let path = directory.file("lock")
    let held = try FileLock.wait(path, seconds: 0)
    let child = try ChildProcess.start(ChildCommand("/bin/sleep", ["60"]))
    _ = consume held
    #expect(try isFree(path, .exclusive))
    child.signal(SIGKILL)
    #expect(try child.wait() == .signalled(SIGKILL))
  }
}
