/// Why a command failed: where, what, and what to do. The only error that leaves `Jobs`.
public struct JobError: Error, Sendable {
  /// How the program ends.
  public let exitCode: ExitCode
  /// The company, when the failure belongs to one.
  public var company: String?
  /// The step of the job: `extract`, `publish`.
  public var step: String?
  /// What failed, one sentence.
  public let message: String
  /// What to do about it, one sentence.
  public let action: String

  /// A failure from its parts.
  public init(
    _ exitCode: ExitCode, company: String? = nil, step: String? = nil, _ message: String,
    action: String
  ) {
    self.exitCode = exitCode
    self.company = company
    self.step = step
    self.message = message
    self.action = action
  }

  /// The same failure with the company and step it happened in, where it does not name them yet.
  public func during(company: String?, step: String?) -> JobError {
    var copy = self
    copy.company = copy.company ?? company
    copy.step = copy.step ?? step
    return copy
  }
}

extension JobError: CustomStringConvertible {
  /// At most a handful of lines: company and step, what, what to do.
  public var description: String {
    let place = [company, step].compactMap { $0 }.joined(separator: ", ")
    return (place.isEmpty ? "" : "\(place): ") + message + "\n  → " + action
  }
}
