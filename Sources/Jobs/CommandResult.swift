import Foundation

/// What a command has to say when it did not fail: text for people, JSON for programs, and how the
/// program ends.
public struct CommandResult: Sendable {
  /// Lines for a terminal; empty says nothing, which is what cron wants.
  public let text: String
  /// One JSON document with sorted keys.
  public let json: String
  /// What failed, for standard error: cron mails it; at most ten lines are shown.
  public let failure: String
  /// How the program ends.
  public let exitCode: ExitCode

  init(text: String, json: String, failure: String = "", exitCode: ExitCode = .done) {
    self.text = text
    self.failure = failure
    self.json = json
    self.exitCode = exitCode
  }

  /// A result whose JSON form is an encodable value.
  init(
    text: String, encoding value: some Encodable, failure: String = "", exitCode: ExitCode = .done
  ) {
    self.init(text: text, json: Self.document(value), failure: failure, exitCode: exitCode)
  }

  /// A value as one JSON document with sorted keys.
  static func document(_ value: some Encodable) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(value), let text = String(data: data, encoding: .utf8)
    else { return "{}" }
    return text
  }
}

/// Rows of text set in columns: the form of every list on a terminal.
struct TextTable {
  private let header: [String]
  private var rows: [[String]] = []

  init(_ header: [String]) { self.header = header }

  mutating func add(_ row: [String]) { rows.append(row) }

  /// The table; columns are as wide as their widest cell, the last one is never padded.
  var text: String {
    let all = [header] + rows
    let widths = header.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
    return all.map { row in
      row.enumerated().map { column, cell in
        column == row.count - 1
          ? cell : cell + String(repeating: " ", count: widths[column] - cell.count)
      }.joined(separator: "  ")
    }.joined(separator: "\n")
  }
}
