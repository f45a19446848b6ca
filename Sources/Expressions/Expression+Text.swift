internal import AccountingValues

extension Expression: CustomStringConvertible {
  /// The condition as people write it: `kind == "stock" and (amount > 0 or not reversed)`.
  public var description: String { root.text(inside: 0) }
}

extension ExpressionNode {
  /// The text, in parentheses when it binds weaker than its surroundings.
  func text(inside outer: Int) -> String {
    switch form {
    case .literal(let value): return value.description
    case .list(let items):
      return "[" + items.map { $0.text(inside: 0) }.joined(separator: ", ") + "]"
    case .field(let name, let fallback):
      let shown = name.isEmpty ? "it" : name
      guard let fallback else { return shown }
      return Self.wrapped("\(shown) ?? \(fallback.text(inside: 8))", 7, outer)
    case .missing(let names): return "missing(" + names.joined(separator: ", ") + ")"
    case .missingSome(let needed, let names):
      return "missing_some(\(needed) of " + names.joined(separator: ", ") + ")"
    case .call(let op, let arguments): return Self.text(op, arguments, inside: outer)
    }
  }

  private static func wrapped(_ text: String, _ strength: Int, _ outer: Int) -> String {
    strength < outer ? "(" + text + ")" : text
  }

  private static func text(
    _ op: Operator, _ arguments: [ExpressionNode], inside outer: Int
  ) -> String {
    func joined(_ sign: String, _ strength: Int) -> String {
      // The operands bind stronger, so that (a - b) - c and a - (b - c) read apart.
      let parts = arguments.map { $0.text(inside: strength + 1) }
      return wrapped(parts.joined(separator: " \(sign) "), strength, outer)
    }
    switch op {
    case .or where arguments.count > 1: return joined("or", 1)
    case .and where arguments.count > 1: return joined("and", 2)
    case .not: return wrapped("not " + arguments[0].text(inside: 4), 3, outer)
    case .looseEqual, .strictEqual, .looseUnequal, .strictUnequal, .less, .lessOrEqual, .greater,
      .greaterOrEqual, .isIn:
      return joined(op.rawValue, 4)
    case .add where arguments.count > 1, .subtract where arguments.count > 1:
      return joined(op.rawValue, 5)
    case .multiply where arguments.count > 1, .divide, .remainder: return joined(op.rawValue, 6)
    case .subtract: return wrapped("-" + arguments[0].text(inside: 8), 7, outer)
    case .choice where arguments.count > 1: return choiceText(arguments, inside: outer)
    default:
      let list = arguments.map { $0.text(inside: 0) }.joined(separator: ", ")
      return "\(op.rawValue)(\(list))"
    }
  }

  /// `if a then b else if c then d else e`
  private static func choiceText(_ arguments: [ExpressionNode], inside outer: Int) -> String {
    var text = ""
    var index = 0
    while index + 1 < arguments.count {
      text += text.isEmpty ? "if " : " else if "
      text += arguments[index].text(inside: 1) + " then " + arguments[index + 1].text(inside: 1)
      index += 2
    }
    if index < arguments.count { text += " else " + arguments[index].text(inside: 1) }
    return wrapped(text, 0, outer)
  }
}
