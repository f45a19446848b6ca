public import AccountingValues

/// A line of `jobs/companies/<code>/accepted.csv`: a person takes responsibility for one finding
/// (ACCOUNTING §8). It downgrades exactly that finding and is printed on every report.
public struct AcceptedFinding: Hashable, Sendable {
  /// The finding's code: `INV-003`.
  public let code: String
  /// The source key of the row it is about; empty when no single row is at fault.
  public let key: String
  /// The stream, table or file of that row; `nil` where the line leaves it out, which is enough while
  /// findings of one origin only have the code and key.
  public let origin: String?
  /// Why it is accepted.
  public let reason: String
  /// Who accepts it.
  public let acceptedBy: String
  /// The last as-of day it is accepted for.
  public let until: CivilDate
  /// A value to use instead, where the finding's action names one.
  public let treatment: String?
}

extension AcceptedFinding {
  /// Reads a file of `code,key,origin,reason,by,until,treatment`, in any order.
  static func read(_ text: String, file: String, _ log: ProblemLog) -> [Placed<AcceptedFinding>] {
    var table = CSVTable(
      text: text, file: file,
      columns: ["code", "key", "origin", "reason", "by", "until", "treatment"],
      required: ["code", "reason", "by", "until"])
    var seen: [Subject: SourcePlace] = [:]
    return table.rows(log).compactMap { row in
      guard let until = CivilDate(row.text("until")) else {
        log.add("`until` is a day such as 2026-12-31, not `\(row.text("until"))`", at: row.place)
        return nil
      }
      let subject = Subject(
        code: row.text("code"), key: row.text("key"), origin: row.optional("origin"))
      if let first = seen[subject] {
        log.add("finding \(subject.code) is accepted in line \(first.line) already", at: row.place)
      }
      seen[subject] = row.place
      return Placed(
        AcceptedFinding(
          code: subject.code, key: subject.key, origin: subject.origin,
          reason: row.text("reason"), acceptedBy: row.text("by"), until: until,
          treatment: row.optional("treatment")),
        at: row.place)
    }
  }

  private struct Subject: Hashable {
    var code: String
    var key: String
    var origin: String?
  }
}
