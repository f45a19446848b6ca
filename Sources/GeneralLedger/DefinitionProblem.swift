/// One thing wrong with the posting configuration. The loader adds file, line and column of the
/// subject.
public struct DefinitionProblem: Hashable, Sendable, CustomStringConvertible {
  /// What it is about: `rule stock-issue`, `mapping revenue-bikes`, `account 4000`.
  public let subject: String
  /// What is wrong and what would be right, one sentence without the subject.
  public let message: String

  /// A problem from its parts.
  public init(subject: String, message: String) {
    self.subject = subject
    self.message = message
  }

  /// `rule stock-issue: there is no journal STK`.
  public var description: String { "\(subject): \(message)" }
}

/// Everything that is wrong with the posting configuration, found in one go.
public struct DefinitionProblems: Error, Hashable, Sendable, CustomStringConvertible {
  /// At least one problem, in the order of the definitions.
  public let problems: [DefinitionProblem]

  /// The problems found.
  public init(_ problems: [DefinitionProblem]) { self.problems = problems }

  /// One problem a line.
  public var description: String { problems.map(\.description).joined(separator: "\n") }
}
