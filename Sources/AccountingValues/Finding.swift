/// Something wrong with the customer's data, found while closing. A finding is a value, never an
/// error: a run reports all of them with their source rows (ACCOUNTING §8).
public struct Finding: Hashable, Sendable {
  /// What a finding does to the run.
  public enum Severity: String, Hashable, Sendable, CaseIterable, Comparable {
    /// Printed on the reports it touches.
    case warning
    /// Blocks the company's publication unless accepted.
    case error

    /// Errors are graver.
    public static func < (a: Severity, b: Severity) -> Bool { a == .warning && b == .error }
  }

  /// The stable code, an area and a number: `INV-012`. Never reused for another meaning.
  public let code: String
  /// Whether it blocks.
  public let severity: Severity
  /// The stream, table or file the row came from: `stock_movements`, `data/budgets.csv`.
  public let origin: String
  /// The source key of the row, or `line:column` of a file; empty when no single row is at fault.
  public let key: String
  /// The document number a person knows it by; empty when there is none.
  public let document: String
  /// The amount at stake, where there is one.
  public let amount: Money?
  /// What is wrong, one sentence.
  public let message: String
  /// What to do and where, one sentence.
  public let action: String

  /// A finding from its parts.
  public init(
    code: String, severity: Severity, origin: String, key: String = "", document: String = "",
    amount: Money? = nil, message: String, action: String
  ) {
    self.code = code
    self.severity = severity
    self.origin = origin
    self.key = key
    self.document = document
    self.amount = amount
    self.message = message
    self.action = action
  }
}

extension Finding {
  /// Where it is, in one line of text: `sales_invoices 17`, or the origin alone when no single row
  /// is at fault.
  public var place: String { key.isEmpty ? origin : "\(origin) \(key)" }
}

extension Finding: Comparable {
  /// Gravest first, then by code, origin, key and message, then by all else that tells two apart: the
  /// order of every list of findings. Equal places would come out in the order of a set, another every
  /// time.
  public static func < (a: Finding, b: Finding) -> Bool {
    if a.severity != b.severity { return a.severity > b.severity }
    if a.code != b.code { return a.code < b.code }
    if a.origin != b.origin { return a.origin < b.origin }
    if a.key != b.key { return SourceKey(a.key) < SourceKey(b.key) }
    if a.message != b.message { return a.message < b.message }
    if a.document != b.document { return a.document < b.document }
    if a.action != b.action { return a.action < b.action }
    guard let x = a.amount, let y = b.amount else { return a.amount == nil && b.amount != nil }
    return x.currency == y.currency ? x.minor < y.minor : x.currency.code < y.currency.code
  }
}
