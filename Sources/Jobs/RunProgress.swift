import Foundation
public import Logging

/// What a run tells while it works: a line per step on a terminal, nothing anywhere else, and every
/// step to the structured log. Identifiers and counts only, never row contents.
public struct RunProgress: Sendable {
  /// Whether a person is watching.
  public let isInteractive: Bool
  /// Where the structured log goes.
  public let logger: Logger

  /// Progress for a terminal or a log.
  public init(isInteractive: Bool, logger: Logger) {
    self.isInteractive = isInteractive
    self.logger = logger
  }

  /// A step of a company's run begins or reports.
  public func step(
    _ step: String, company: String? = nil, _ detail: String = "",
    metadata: Logger.Metadata = [:]
  ) {
    var data = metadata
    data["step"] = .string(step)
    if let company { data["company"] = .string(company) }
    logger.info("\(detail.isEmpty ? step : detail)", metadata: data)
    guard isInteractive else { return }
    let place = company.map { "\($0)  " } ?? ""
    let name = step.padding(toLength: max(step.count, 12), withPad: " ", startingAt: 0)
    FileHandle.standardError.write(Data("\(place)\(name)  \(detail)\n".utf8))
  }
}
