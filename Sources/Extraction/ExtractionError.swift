/// Why reading a source failed, beyond what its server said itself (`PostgresError`) and what an
/// adapter's text says (`AdapterSQLError`): where, what, what to do.
public struct ExtractionError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What failed.
  public enum Kind: String, Hashable, Sendable {
    /// Rows came in another order than asked for.
    case notInOrder
    /// The watchdog cancelled the extraction.
    case timedOut
    /// A stream was asked for that the source does not feed, or whose adapter does not fit.
    case notReadable
    /// An input file cannot be read.
    case file
    /// The source's tables changed while the extraction began.
    case changed
  }

  /// What failed.
  public let kind: Kind
  /// The stream, file or source.
  public let place: String
  /// What is wrong.
  public let message: String
  /// What to do.
  public let action: String

  init(_ kind: Kind, at place: String, _ message: String, action: String) {
    self.kind = kind
    self.place = place
    self.message = message
    self.action = action
  }

  /// `place: message; action`.
  public var description: String { "\(place): \(message); \(action)" }
}
