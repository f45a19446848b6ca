public import AccountingValues

/// What a condition looks like before it means anything: the tree that JSON and YAML share. Numbers
/// are exact decimals, maps keep the order they were written in.
public indirect enum ExpressionTree: Hashable, Sendable {
  /// Nothing: `null`.
  case null
  /// `true` or `false`.
  case boolean(Bool)
  /// A number as written.
  case number(ExactDecimal)
  /// A text.
  case text(String)
  /// A list.
  case list([ExpressionTree])
  /// Keys with their values, in written order.
  case map([Entry])

  /// One key of a map with its value.
  public struct Entry: Hashable, Sendable {
    /// The key.
    public let key: String
    /// The value.
    public let value: ExpressionTree

    /// A key with its value.
    public init(_ key: String, _ value: ExpressionTree) {
      self.key = key
      self.value = value
    }
  }
}

extension ExpressionTree: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral,
  ExpressibleByNilLiteral
{
  /// A text.
  public init(stringLiteral value: String) { self = .text(value) }
  /// A whole number.
  public init(integerLiteral value: Int64) { self = .number(ExactDecimal(value)) }
  /// A truth value.
  public init(booleanLiteral value: Bool) { self = .boolean(value) }
  /// A list.
  public init(arrayLiteral elements: ExpressionTree...) { self = .list(elements) }
  /// A map in written order.
  public init(dictionaryLiteral elements: (String, ExpressionTree)...) {
    self = .map(elements.map { Entry($0.0, $0.1) })
  }
  /// Nothing.
  public init(nilLiteral: ()) { self = .null }
}

/// The way from the root of a tree to one of its nodes, so that whoever read the tree from a file
/// can say the line and column of a problem.
public struct ExpressionPath: Hashable, Sendable, CustomStringConvertible {
  /// One step down.
  public enum Step: Hashable, Sendable {
    /// Into the value of a key.
    case key(String)
    /// Into an element of a list, from 0.
    case index(Int)
  }

  /// The steps from the root.
  public let steps: [Step]

  /// A path from its steps.
  public init(_ steps: [Step] = []) { self.steps = steps }

  /// The path one step further down.
  public func appending(_ step: Step) -> ExpressionPath { ExpressionPath(steps + [step]) }

  /// `and[1].var`; empty at the root.
  public var description: String {
    var text = ""
    for step in steps {
      switch step {
      case .key(let key): text += text.isEmpty ? key : "." + key
      case .index(let index): text += "[\(index)]"
      }
    }
    return text
  }
}
