/// A condition bound to the fields of one kind of row: names are positions, texts beside dates are
/// dates. It costs no lookup by name and, for comparisons and logic, no allocation per row.
public struct CompiledExpression: Hashable, Sendable {
  /// The condition it was made from.
  public let source: Expression
  let root: Instruction

  /// The value for a row.
  ///
  /// - Throws: `EvaluationError` when arithmetic meets something that is no number.
  public func value(for row: some FieldSource) throws(EvaluationError) -> FieldValue {
    try Evaluator(row: row).value(root, Frame())
  }

  /// Whether the condition holds for a row, by JSONLogic's truth (`FieldValue.isTrue`).
  ///
  /// - Throws: `EvaluationError`.
  public func holds(for row: some FieldSource) throws(EvaluationError) -> Bool {
    try value(for: row).isTrue
  }
}

/// A node that reads by position.
indirect enum Instruction: Hashable, Sendable {
  case constant(FieldValue)
  case list([Instruction])
  /// A field of the row.
  case field(Int)
  /// The element that `map`, `filter` and their like visit.
  case element
  /// A field of that element.
  case elementField(Int)
  /// What `reduce` has so far.
  case accumulator
  case fallback(Instruction, Instruction)
  case missing([Named])
  case missingSome(Int, [Named])
  case call(Operator, [Instruction])

  var isConstant: Bool {
    if case .constant = self { return true }
    return false
  }

  struct Named: Hashable, Sendable {
    var name: String
    var read: Instruction
  }
}
