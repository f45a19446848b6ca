import Foundation
import Tables
import Testing

@testable import Reporting

/// Compares a result with its golden file. `RECORD_GOLDEN=1` rewrites the file and fails, so that a
/// recording run is never green.
enum Golden {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden")

  static func expect(
    _ text: String, equals name: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let url = folder.appending(path: name)
    if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1" {
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: url)
      Issue.record("recorded \(name); look at it and run again", sourceLocation: sourceLocation)
      return
    }
    let golden = String(decoding: try Data(contentsOf: url), as: UTF8.self)
    guard golden != text else { return }
    let lines = zip(golden.split(separator: "\n"), text.split(separator: "\n"))
    let first = lines.enumerated().first { $0.element.0 != $0.element.1 }
    Issue.record(
      """
      \(name) differs, first in line \((first?.offset ?? -1) + 1)
      golden: \(first?.element.0 ?? "(length)")
      now:    \(first?.element.1 ?? "(length)")
      """, sourceLocation: sourceLocation)
  }

  /// A workbook's parts, one element per line, without the library's constant theme.
  static func parts(of workbook: String) throws -> [(name: String, text: String)] {
    let archive = try ZipArchive(opening: workbook)
    var parts: [(String, String)] = []
    for entry in archive.entries where !entry.name.contains("theme") {
      var bytes: [UInt8] = []
      try archive.read(entry) { bytes.append(contentsOf: $0) }
      let xml = String(decoding: bytes, as: UTF8.self)
      parts.append((entry.name, xml.replacingOccurrences(of: "><", with: ">\n<") + "\n"))
    }
    return parts
  }
}

/// A new folder that goes away with its test.
final class ScratchFolder {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "nightclose-reporting-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}

extension ReportRenderer {
  /// Renders one table into every sheet.
  func render(_ table: Table, into folder: String, tieOut: Table? = nil) throws -> [File] {
    try render(into: folder, tieOut: tieOut ?? SampleReports.tieOut) { _ in table.source() }
  }
}
