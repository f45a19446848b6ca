/// An advisory lock's name: two integers that all of Nightclose's programs agree on.
public struct AdvisoryLock: Hashable, Sendable {
  /// What is locked: one constant per purpose.
  public let space: Int32
  /// Which one of them.
  public let subject: Int32

  /// A lock's name.
  public init(space: Int32, subject: Int32) {
    self.space = space
    self.subject = subject
  }
}

/// Session-level advisory locks: held until released or until the session ends, across
/// transactions, so that a program that dies leaves none behind.
extension Connection {
  /// Takes the lock if it is free.
  ///
  /// - Returns: whether it was.
  /// - Throws: `PostgresError`.
  public func tryLock(_ lock: AdvisoryLock) throws(PostgresError) -> Bool {
    try answer("try advisory lock", "SELECT pg_try_advisory_lock($1, $2)", lock)
  }

  /// Takes the lock, waiting up to the session's `lock_timeout`.
  ///
  /// - Throws: `PostgresError`; `isLockNotAvailable` after the timeout.
  public func lock(_ lock: AdvisoryLock) throws(PostgresError) {
    try run("advisory lock", "SELECT pg_advisory_lock($1, $2)", Self.parameters(lock))
  }

  /// Gives the lock back.
  ///
  /// - Returns: whether this session held it.
  /// - Throws: `PostgresError`.
  @discardableResult
  public func unlock(_ lock: AdvisoryLock) throws(PostgresError) -> Bool {
    try answer("advisory unlock", "SELECT pg_advisory_unlock($1, $2)", lock)
  }

  private func answer(
    _ name: String, _ sql: String, _ lock: AdvisoryLock
  ) throws(PostgresError) -> Bool {
    let rows = try query(name, sql, Self.parameters(lock))
    guard try rows.next(), let answer = rows.bool(0) else {
      throw PostgresError(.unexpectedAnswer, message: "no answer", statement: name)
    }
    return answer
  }

  private static func parameters(_ lock: AdvisoryLock) -> [Parameter] {
    [.integer(Int64(lock.space)), .integer(Int64(lock.subject))]
  }
}
