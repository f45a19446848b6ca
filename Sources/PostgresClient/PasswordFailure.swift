/// Why no password could be had for a connection.
public struct PasswordFailure: Error, Hashable, Sendable {
  /// What happened; safe for logs, so without anything a secret store said.
  public let message: String

  /// A failure.
  public init(_ message: String) { self.message = message }
}
