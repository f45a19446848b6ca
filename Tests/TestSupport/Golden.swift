internal import Glibc
internal import Platform
public import Testing

/// Files that hold what a test must produce, under `Golden/` beside the test.
public enum Golden {
  /// Compares with the recorded file, line by line in the message.
  ///
  /// `RECORD_GOLDEN=1` rewrites the file **and fails**: a run that records proves nothing, so the
  /// difference is read in version control and the tests run again without it.
  public static func expect(
    _ actual: String, matches name: String, filePath: String = #filePath,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    expect(Array(actual.utf8), matches: name, filePath: filePath, sourceLocation: sourceLocation)
  }

  /// As above for any bytes.
  public static func expect(
    _ actual: [UInt8], matches name: String, filePath: String = #filePath,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let path = "\(FileSystem.parent(of: filePath) ?? ".")/Golden/\(name)"
    do {
      if isRecording {
        try FileSystem.makeDirectories(FileSystem.parent(of: path) ?? ".")
        try FileSystem.writeAtomically(actual, to: path)
        Issue.record(
          "recorded \(path): read the difference, then run without RECORD_GOLDEN",
          sourceLocation: sourceLocation)
        return
      }
      guard FileSystem.exists(path) else {
        Issue.record(
          "\(path) is missing: record it with RECORD_GOLDEN=1", sourceLocation: sourceLocation)
        return
      }
      let expected = try FileSystem.read(path)
      if expected != actual {
        Issue.record(
          "differs from \(path)\n\(firstDifference(expected, actual))",
          sourceLocation: sourceLocation)
      }
    } catch {
      Issue.record(error, sourceLocation: sourceLocation)
    }
  }

  private static var isRecording: Bool {
    getenv("RECORD_GOLDEN").map { String(cString: $0) } == "1"
  }

  /// The first line that differs, both ways.
  static func firstDifference(_ expected: [UInt8], _ actual: [UInt8]) -> String {
    let one = expected.split(separator: 10, omittingEmptySubsequences: false)
    let other = actual.split(separator: 10, omittingEmptySubsequences: false)
    for index in 0..<max(one.count, other.count) {
      let left = index < one.count ? String(decoding: one[index], as: UTF8.self) : "(end of file)"
      let right =
        index < other.count ? String(decoding: other[index], as: UTF8.self) : "(end of file)"
      if left != right { return "line \(index + 1)\n  expected \(left)\n  actual   \(right)" }
    }
    return "no difference"
  }
}
