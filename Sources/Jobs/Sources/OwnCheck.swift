import AccountingValues
import Definitions
import Extraction
import PostgresClient

/// Runs one of the customer's checks (`jobs/checks/*.sql`) and tells each row it returns as a finding.
/// A check that cannot be run is a finding of its own, for nothing is proven then; the others go on.
struct OwnCheck {
  /// Rows that are told; a check that finds more says so.
  private static let rowLimit = 1000
  private static let timeoutMilliseconds = 10 * 60_000

  let definition: CheckDefinition

  /// What a check found, and the same as text, which is input of the close.
  struct Outcome {
    let findings: [Finding]
    let rows: String
  }

  /// Runs it in the snapshot of the extraction.
  ///
  /// - Throws: `PostgresError` when the connection is lost.
  func run(on session: ExtractionSession, _ request: ReadRequest) throws -> Outcome {
    let query: AdapterSQL
    do { query = try AdapterSQL(scanning: definition.text, file: definition.path) } catch {
      return broken("\(error)")
    }
    do throws(PostgresError) {
      let answer = try session.probe(
        query, name: definition.name, request, limit: Self.rowLimit,
        timeoutMilliseconds: Self.timeoutMilliseconds)
      return Outcome(findings: findings(answer), rows: Self.text(answer))
    } catch {
      guard session.isUsable else { throw error }
      return broken("\(query.place(of: error)): \(error.message)")
    }
  }

  private func broken(_ reason: String) -> Outcome {
    let finding = Finding(
      code: "CHK-002", severity: definition.severity, origin: definition.path,
      key: definition.name, message: "the check cannot be run: \(reason)",
      action: "mend \(definition.path); what it checks is not proven until then")
    return Outcome(findings: [finding], rows: "broken")
  }

  private static func text(_ answer: TextAnswer) -> String {
    answer.rows.map { row in
      row.map { $0.map { "+\($0)" } ?? "-" }.joined(separator: "\u{1F}")
    }.joined(separator: "\u{1E}") + (answer.isCut ? "\u{1E}…" : "")
  }

  // MARK: Rows

  private func findings(_ answer: TextAnswer) -> [Finding] {
    var found = answer.rows.map { finding(answer.columns, $0) }
    if answer.isCut {
      found.append(
        Finding(
          code: "CHK-003", severity: definition.severity, origin: definition.path,
          key: definition.name,
          message: "\(definition.says) There are more than \(Self.rowLimit) such rows.",
          action: definition.action))
    }
    return found
  }

  /// The columns `key`, `document`, `amount` and `currency` are what their names say; without `key`
  /// the first column is it. The others are told with their values.
  private func finding(_ columns: [String], _ row: [String?]) -> Finding {
    func value(_ name: String) -> String? { columns.firstIndex(of: name).flatMap { row[$0] } }
    let keyColumn = columns.firstIndex(of: "key") ?? 0
    let amount = Self.amount(value("amount"), value("currency"))
    let rest = columns.indices.filter { index in
      index != keyColumn && columns[index] != "document"
        && (amount == nil || !["amount", "currency"].contains(columns[index]))
    }.map { "\(columns[$0]) \(row[$0] ?? "NULL")" }
    return Finding(
      code: "CHK-001", severity: definition.severity, origin: definition.path,
      key: definition.name + "/" + (row[keyColumn] ?? "NULL"), document: value("document") ?? "",
      amount: amount,
      message: definition.says + (rest.isEmpty ? "" : " (\(rest.joined(separator: ", ")))"),
      action: definition.action)
  }

  private static func amount(_ text: String?, _ code: String?) -> Money? {
    guard let text, let currency = code.flatMap({ Currency(code: $0) }),
      let exact = try? ExactDecimal(parsing: text)
    else { return nil }
    return try? Money(rounding: exact, in: currency)
  }
}
