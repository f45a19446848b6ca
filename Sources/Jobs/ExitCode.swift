/// How the program ends, after `sysexits.h`; the runbook in `cron/README.md` has one entry each.
public enum ExitCode: Int32, Sendable, CaseIterable {
  /// Done, or already identical.
  case done = 0
  /// The command line is wrong.
  case usage = 64
  /// The customer's data blocked the close; the findings say where.
  case dataBlocked = 65
  /// A database cannot be reached, or the source is not ready.
  case unavailable = 69
  /// A defect of the program.
  case internalError = 70
  /// An output file cannot be created.
  case cannotCreate = 73
  /// Writing an output file failed.
  case inputOutput = 74
  /// Another run holds the lock; try again later.
  case alreadyRunning = 75
  /// A newer run took over while this one was working; nothing was published.
  case fenced = 76
  /// The account or role lacks a permission.
  case permission = 77
  /// The configuration is wrong.
  case configuration = 78

  /// The graver of two ends; several companies exit with the gravest.
  public func graver(_ other: ExitCode) -> ExitCode {
    let rank = { (code: ExitCode) in Self.gravity.firstIndex(of: code) ?? 0 }
    return rank(self) >= rank(other) ? self : other
  }

  /// From harmless to grave: what somebody must act on first comes last.
  private static let gravity: [ExitCode] = [
    .done, .alreadyRunning, .fenced, .dataBlocked, .unavailable, .cannotCreate, .inputOutput,
    .permission, .configuration, .usage, .internalError,
  ]
}
