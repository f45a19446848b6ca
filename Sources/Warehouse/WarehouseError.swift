public import PostgresClient

/// Why the warehouse refused or failed. Wrong data of the customer is a finding, never this.
public enum WarehouseError: Error, Sendable {
  /// PostgreSQL failed.
  case database(PostgresError)
  /// Another run holds the company; `holder` says which session and run.
  case alreadyRunning(company: String, holder: String)
  /// Another run took the company over while this one believed it held it: nothing was published.
  case fenced(company: String)
  /// The warehouse's schema was made by a later version of this program.
  case newerSchema(found: Int, known: Int)
  /// The warehouse has no schema yet, or an older one: `nightclose migrate`.
  case notMigrated(found: Int, known: Int)
  /// The company is recorded with another base currency.
  case baseCurrencyChanged(company: String, recorded: String, configured: String)
  /// The period's state does not allow what was asked.
  case periodState(period: String, state: String, reason: String)
  /// What a run computed breaks rules that must hold of every close: nothing was published.
  case assertions([BrokenAssertion])
  /// A dataset does not give the columns its report wants, or a value does not fit.
  case dataset(name: String, problem: String)
}

/// A rule of `publish_assertions.sql` that a run breaks.
public struct BrokenAssertion: Hashable, Sendable {
  /// The rule, in words.
  public let rule: String
  /// How many violations.
  public let violations: Int64
  /// One of them.
  public let example: String

  /// Whether it says that the open span does not begin as the closed one ends.
  public var isOfOpening: Bool {
    rule == "opening equals the closing before"
      || rule == "a certificate opens as the one before closed"
  }
}

extension WarehouseError: CustomStringConvertible {
  /// Where, what and what to do; safe for logs.
  public var description: String {
    switch self {
    case .database(let error): return "warehouse: \(error)"
    case .alreadyRunning(let company, let holder):
      return "company \(company) is being closed by \(holder); wait for it, or run with --wait"
    case .fenced(let company):
      return "another run took over company \(company); nothing of this run was published"
    case .newerSchema(let found, let known):
      return "the warehouse has schema version \(found), this program knows \(known)"
    case .notMigrated(let found, let known):
      return "the warehouse has schema version \(found), this program needs \(known)"
    case .baseCurrencyChanged(let company, let recorded, let configured):
      return "company \(company) is recorded in \(recorded) and configured in \(configured): "
        + "a base currency never changes; correct the company's file or use another code"
    case .periodState(let period, let state, let reason):
      return "period \(period) is \(state): \(reason)"
    case .assertions(let broken):
      let list = broken.map { "\($0.rule) (\($0.violations), e.g. \($0.example))" }
      return "the figures are not published, for they break: \(list.joined(separator: "; "))"
    case .dataset(let name, let problem): return "dataset \(name): \(problem)"
    }
  }
}

extension WarehouseError {
  /// A PostgreSQL error; the errors that the warehouse's functions raise are told apart.
  init(_ error: PostgresError, company: String) {
    self = error.sqlState == "NC076" ? .fenced(company: company) : .database(error)
  }
}

/// Runs `body` and turns its PostgreSQL errors into the warehouse's.
@discardableResult
func translating<Answer>(
  _ company: String = "", _ body: () throws(PostgresError) -> Answer
) throws(WarehouseError) -> Answer {
  do { return try body() } catch { throw WarehouseError(error, company: company) }
}
