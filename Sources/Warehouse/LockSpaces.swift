internal import PostgresClient

/// The advisory locks of a warehouse; the numbers are those its SQL functions use.
enum LockSpaces {
  /// Held by whoever closes a company.
  static func company(_ id: Int32) -> AdvisoryLock {
    AdvisoryLock(space: 1_852_007_521, subject: id)
  }
  /// Held shared by readers of a run, so that its leaves are not collected.
  static let readers: Int32 = 1_852_007_524
}
