public import AccountingValues

/// One thing that is wrong with a condition, with its place in the tree it was written as.
public struct ExpressionProblem: Hashable, Sendable {
  /// The node at fault.
  public let path: ExpressionPath
  /// What is wrong and what to write instead, one sentence without a full stop.
  public let message: String

  /// A problem from place and message.
  public init(path: ExpressionPath, message: String) {
    self.path = path
    self.message = message
  }
}

/// Everything that is wrong with a condition. Thrown when it is loaded, never while it runs.
public struct ExpressionProblems: Error, Hashable, Sendable, CustomStringConvertible {
  /// At least one, in written order.
  public let problems: [ExpressionProblem]

  /// One line per problem.
  public var description: String {
    problems.map { $0.path.steps.isEmpty ? $0.message : "\($0.path): \($0.message)" }
      .joined(separator: "\n")
  }
}

/// Why a condition has no value for one row. The caller turns it into a finding on that row.
public enum EvaluationError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Arithmetic met something that is no number; null included. A field that may be empty takes a
  /// default: `{var: [discount, 0]}`.
  case notANumber(operation: String, value: String)
  /// The exact result does not fit, or a divisor is zero.
  case arithmetic(operation: String, ValueError)

  /// One clause.
  public var description: String {
    switch self {
    case .notANumber(let operation, let value): "`\(operation)` needs numbers and met \(value)"
    case .arithmetic(let operation, let error): "the result of `\(operation)` \(error)"
    }
  }
}
