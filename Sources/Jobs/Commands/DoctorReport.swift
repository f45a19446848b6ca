/// What `doctor` found, one line per check.
struct DoctorReport {
  /// How a check ended.
  enum Outcome: String, Encodable {
    case ok
    /// Works, and should be otherwise.
    case note
    /// Somebody must act before a run can succeed.
    case mend
  }

  /// A check.
  struct Line: Encodable {
    let check: String
    let outcome: Outcome
    let detail: String
    let action: String?
    let exitCode: Int32
  }

  private(set) var lines: [Line] = []
  private(set) var exitCode = ExitCode.done

  mutating func ok(_ check: String, _ detail: String) {
    lines.append(Line(check: check, outcome: .ok, detail: detail, action: nil, exitCode: 0))
  }

  mutating func note(_ check: String, _ detail: String, action: String) {
    lines.append(Line(check: check, outcome: .note, detail: detail, action: action, exitCode: 0))
  }

  mutating func mend(_ check: String, _ code: ExitCode, _ detail: String, action: String) {
    lines.append(
      Line(
        check: check, outcome: .mend, detail: detail, action: action, exitCode: code.rawValue))
    exitCode = exitCode.graver(code)
  }

  mutating func mend(_ check: String, _ error: JobError) {
    mend(check, error.exitCode, error.message, action: error.action)
  }

  /// `ok    warehouse  PostgreSQL 15.10, schema version 4`
  var text: String {
    var table = TextTable(["", "check", "finding"])
    for line in lines {
      table.add([
        line.outcome.rawValue, line.check,
        Self.onOneLine(line.detail) + (line.action.map { " → \(Self.onOneLine($0))" } ?? ""),
      ])
    }
    return table.text.split(separator: "\n").dropFirst().joined(separator: "\n")
  }

  /// libpq's messages have several lines.
  private static func onOneLine(_ text: String) -> String {
    text.split(whereSeparator: \.isNewline).map { $0.drop { $0 == "\t" } }.joined(separator: "; ")
  }

  var result: CommandResult {
    CommandResult(text: text, encoding: ["checks": lines], exitCode: exitCode)
  }
}
