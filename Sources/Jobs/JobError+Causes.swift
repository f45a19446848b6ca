import Definitions
import Extraction
import Foundation
import Platform
import PostgresClient
import Reporting
import Warehouse

extension JobError {
  /// The failure that an error from below means, with the exit code of its kind.
  init(_ error: any Error, company: String? = nil, step: String? = nil) {
    switch error {
    case let known as JobError: self = known.during(company: company, step: step)
    case let known as ConfigurationProblems: self.init(known, company: company)
    case let known as PlatformError: self.init(known, company: company, step: step)
    case let known as PostgresError: self.init(known, company: company, step: step)
    case let known as WarehouseError: self.init(known, company: company, step: step)
    case let known as ExtractionError:
      self.init(
        known.kind == .timedOut || known.kind == .changed ? .unavailable : .dataBlocked,
        company: company, step: step,
        "\(known.place): \(known.message)", action: known.action)
    case let known as ReportingError: self.init(known, company: company, step: step)
    case let known as CocoaError: self.init(known, company: company, step: step)
    default:
      self.init(
        .internalError, company: company, step: step, "\(error)",
        action: "report this with the structured log of the run")
    }
  }

  private init(_ problems: ConfigurationProblems, company: String?) {
    let shown = problems.problems.prefix(6).map(\.description).joined(separator: "\n  ")
    let more = problems.problems.count - 6
    self.init(
      .configuration, company: company, step: nil,
      shown + (more > 0 ? "\n  and \(more) more" : ""),
      action: "correct the files; `nightclose config check` prints everything")
  }

  private init(_ error: PlatformError, company: String?, step: String?) {
    let code: ExitCode =
      switch error.kind {
      case .file: .inputOutput
      case .place: .cannotCreate
      case .permission: .permission
      case .busy: .alreadyRunning
      case .unavailable: .unavailable
      case .configuration: .configuration
      }
    self.init(
      code, company: company, step: step, "\(error.place): \(error.problem)", action: error.remedy)
  }

  private init(_ error: ReportingError, company: String?, step: String?) {
    let code: ExitCode
    let action: String
    switch error {
    case .cannotWrite, .workbookRefused, .damaged:
      code = .inputOutput
      action =
        "see to the space and the rights of that folder, then run again; the last close stays"
    case .columnsDiffer, .cellDiffers, .badSpread, .badTemplate:
      code = .configuration
      action = "correct the report in reports/, or take the shipped one again"
    }
    self.init(code, company: company, step: step, "\(error)", action: action)
  }

  /// What Foundation says of a file, in the words of the system.
  private init(_ error: CocoaError, company: String?, step: String?) {
    let facts = error.userInfo
    let number = Int32(
      (facts[NSUnderlyingErrorKey] as? any Error).map { ($0 as NSError).code } ?? 0)
    let code: ExitCode =
      switch number {
      case EACCES, EPERM, EROFS: .permission
      case ENOSPC, EDQUOT, EIO: .inputOutput
      default: .cannotCreate
      }
    let place = facts[NSFilePathErrorKey] as? String ?? "a file"
    let reason = number == 0 ? error.localizedDescription : String(cString: strerror(number))
    self.init(
      code, company: company, step: step, "\(place): \(reason)",
      action: code == .permission
        ? "give this account access to it, or run as the account that owns it"
        : "see to that path and to free space, then run again")
  }

  private init(_ error: PostgresError, company: String?, step: String?) {
    let code: ExitCode
    let action: String
    switch error.kind {
    case .configuration:
      code = .configuration
      action = "correct the connection in jobs/nightclose.yaml"
    case .password:
      code = .permission
      action = "run it by hand as the account that runs nightclose"
    case .connection where error.isAuthenticationRefused:
      code = .permission
      action = "create the role, give this account its password, or let it in by pg_hba.conf"
    case .connection where error.isPermissionDenied:
      code = .permission
      action = "grant the role CONNECT on that database"
    case .connection, .connectionLost, .commitUnknown:
      code = .unavailable
      action = "see that the server runs and answers, then run again; nothing is half done"
    case .server where error.isPermissionDenied:
      code = .permission
      action = "grant the role what it lacks; `nightclose doctor` lists what it needs"
    case .server where error.isLockNotAvailable || error.isCancelled:
      code = .unavailable
      action = "something holds a lock or runs long in that database; run again later"
    case .server, .unexpectedAnswer, .parameter:
      code = .internalError
      action = "report this with the structured log of the run"
    }
    self.init(code, company: company, step: step, "\(error)", action: action)
  }

  private init(_ error: WarehouseError, company: String?, step: String?) {
    switch error {
    case .database(let cause): self.init(cause, company: company, step: step)
    case .alreadyRunning:
      self.init(
        .alreadyRunning, company: company, step: step, "\(error)",
        action: "wait for it to end, or use --wait")
    case .fenced:
      self.init(
        .fenced, company: company, step: step, "\(error)",
        action: "nothing was published by this run; look at the other with `nightclose runs`")
    case .newerSchema:
      self.init(
        .configuration, company: company, step: step, "\(error)",
        action: "install the newer nightclose on this machine")
    case .notMigrated:
      self.init(
        .configuration, company: company, step: step, "\(error)", action: "run `nightclose migrate`"
      )
    case .baseCurrencyChanged:
      self.init(
        .configuration, company: company, step: step, "\(error)",
        action: "give the company back its base currency, or a new code")
    case .periodState:
      self.init(
        .dataBlocked, company: company, step: step, "\(error)",
        action: "look at `nightclose period list`")
    case .assertions, .dataset:
      self.init(
        .internalError, company: company, step: step, "\(error)",
        action: "nothing was published; report this with the structured log of the run")
    }
  }
}

/// Runs `body` and turns whatever it throws into a `JobError`.
func translating<Result>(
  company: String? = nil, step: String? = nil, _ body: () throws -> Result
) throws(JobError) -> Result {
  do { return try body() } catch { throw JobError(error, company: company, step: step) }
}
