internal import AccountingValues

/// A condition or small computation in JSONLogic (jsonlogic.com), checked for form but not yet for
/// the fields it names; `compiled(for:)` does that.
///
/// Where JSONLogic inherits JavaScript's habits that would hide a mistake in accounts, this differs:
/// - numbers are exact decimals; a quotient is rounded half away from zero to 12 decimals
///   (`Expression.quotientDecimals`);
/// - arithmetic on null, truth values or texts that are no number is an error, not NaN;
/// - `<`, `<=`, `>`, `>=` with null are false;
/// - texts are ordered by their bytes, lists are equal by their elements;
/// - a text beside a date is read as `2026-10-31`;
/// - `var`, `missing` and `missing_some` name fields literally, so that unknown ones show at load.
public struct Expression: Hashable, Sendable {
  /// Decimals kept by `/`.
  public static let quotientDecimals = 12

  let root: ExpressionNode

  /// Reads a condition from its tree.
  ///
  /// - Throws: `ExpressionProblems` with every unknown operator, wrong number of arguments and
  ///   computed field name.
  public init(parsing tree: ExpressionTree) throws(ExpressionProblems) {
    var parser = ExpressionParser()
    root = parser.node(tree, at: ExpressionPath())
    if !parser.problems.isEmpty { throw ExpressionProblems(problems: parser.problems) }
  }

  init(root: ExpressionNode) { self.root = root }

  /// The condition that holds for every row.
  public static let always = Expression(
    root: ExpressionNode(.literal(.boolean(true)), ExpressionPath()))

  /// Every field the condition names outside `map`, `filter` and their like.
  public var fieldNames: Set<String> {
    var names: Set<String> = []
    root.collectFieldNames(into: &names)
    return names
  }
}

/// A node of a condition with the place it was written at.
struct ExpressionNode: Hashable, Sendable {
  indirect enum Form: Hashable, Sendable {
    case literal(FieldValue)
    case list([ExpressionNode])
    case field(name: String, fallback: ExpressionNode?)
    case missing([String])
    case missingSome(Int, [String])
    case call(Operator, [ExpressionNode])
  }

  let form: Form
  let path: ExpressionPath

  init(_ form: Form, _ path: ExpressionPath) {
    self.form = form
    self.path = path
  }

  func collectFieldNames(into names: inout Set<String>) {
    switch form {
    case .literal: break
    case .list(let items): for item in items { item.collectFieldNames(into: &names) }
    case .field(let name, let fallback):
      names.insert(name)
      fallback?.collectFieldNames(into: &names)
    case .missing(let list), .missingSome(_, let list): names.formUnion(list)
    case .call(let op, let arguments):
      // The second argument of these reads the element, not the row.
      for (index, argument) in arguments.enumerated() where !(op.visitsElements && index == 1) {
        argument.collectFieldNames(into: &names)
      }
    }
  }
}
