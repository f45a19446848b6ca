internal import AccountingValues

extension Expression {
  /// Binds the condition to the fields a row has.
  ///
  /// - Throws: `ExpressionProblems` with every unknown field, every comparison that could never
  ///   hold because of its types, and every operator given something that is not a list where it
  ///   needs one.
  public func compiled(for schema: FieldSchema) throws(ExpressionProblems) -> CompiledExpression {
    var compiler = ExpressionCompiler()
    let (root, _) = compiler.instruction(root, in: .row(schema))
    if !compiler.problems.isEmpty { throw ExpressionProblems(problems: compiler.problems) }
    return CompiledExpression(source: self, root: root)
  }
}

/// What is known about a node's value before any row is seen.
indirect enum StaticType: Hashable {
  case any, boolean, number, text, date
  case list(StaticType)
  case record(FieldSchema)

  init(_ type: FieldType) {
    switch type {
    case .boolean: self = .boolean
    case .number: self = .number
    case .text: self = .text
    case .date: self = .date
    case .list(let element): self = .list(StaticType(element))
    case .records(let schema): self = .list(.record(schema))
    }
  }

  init(of value: FieldValue) {
    switch value {
    case .null, .record: self = .any
    case .boolean: self = .boolean
    case .number: self = .number
    case .text: self = .text
    case .date: self = .date
    case .list: self = .list(.any)
    }
  }

  var words: String {
    switch self {
    case .any: "any value"
    case .boolean: "a truth value"
    case .number: "a number"
    case .text: "a text"
    case .date: "a date"
    case .list: "a list"
    case .record: "a record"
    }
  }
}

/// Binds nodes to positions and collects what cannot be bound.
struct ExpressionCompiler {
  /// What `var` reads.
  enum Scope {
    case row(FieldSchema)
    case element(StaticType)
    case folding(element: StaticType, accumulator: StaticType)
  }

  private(set) var problems: [ExpressionProblem] = []

  mutating func instruction(
    _ node: ExpressionNode, in scope: Scope
  ) -> (Instruction, StaticType) {
    switch node.form {
    case .literal(let value): return (.constant(value), StaticType(of: value))
    case .list(let items):
      let parts = instructions(items, in: scope)
      return (.list(parts.map(\.0)), .list(Self.common(parts.map(\.1))))
    case .field(let name, let fallback): return field(name, fallback, node.path, in: scope)
    case .missing(let names):
      return (.missing(named(names, node.path, in: scope)), .list(.text))
    case .missingSome(let needed, let names):
      return (.missingSome(needed, named(names, node.path, in: scope)), .list(.text))
    case .call(let op, let arguments):
      return op.visitsElements
        ? visit(op, arguments, in: scope) : call(op, arguments, node.path, in: scope)
    }
  }

  private mutating func instructions(
    _ nodes: [ExpressionNode], in scope: Scope
  ) -> [(Instruction, StaticType)] {
    var parts: [(Instruction, StaticType)] = []
    for node in nodes { parts.append(instruction(node, in: scope)) }
    return parts
  }

  private static func common(_ types: [StaticType]) -> StaticType {
    guard let first = types.first, types.allSatisfy({ $0 == first }) else { return .any }
    return first
  }

  // MARK: Fields

  private mutating func field(
    _ name: String, _ fallback: ExpressionNode?, _ path: ExpressionPath, in scope: Scope
  ) -> (Instruction, StaticType) {
    let read = resolved(name, path, in: scope)
    guard let fallback else { return read }
    let other = instruction(fallback, in: scope)
    return (.fallback(read.0, other.0), read.1 == other.1 ? read.1 : .any)
  }

  private mutating func named(
    _ names: [String], _ path: ExpressionPath, in scope: Scope
  ) -> [Instruction.Named] {
    var list: [Instruction.Named] = []
    for name in names {
      list.append(.init(name: name, read: resolved(name, path, in: scope).0))
    }
    return list
  }

  private mutating func resolved(
    _ name: String, _ path: ExpressionPath, in scope: Scope
  ) -> (Instruction, StaticType) {
    var element: StaticType
    var inner = name
    switch scope {
    case .row(let schema):
      if let position = schema.position(of: name) {
        return (.field(position), StaticType(schema.fields[position].type))
      }
      return unknown(name, path, among: schema.fields.map(\.name))
    case .element(let type): element = type
    case .folding(let type, let accumulator):
      if name == "accumulator" { return (.accumulator, accumulator) }
      guard name == "current" || name.hasPrefix("current.") else {
        return unknown(name, path, among: ["current", "accumulator"])
      }
      element = type
      inner = String(name.dropFirst("current.".count))
    }
    if inner.isEmpty { return (.element, element) }
    guard case .record(let schema) = element else {
      return unknown(name, path, among: [])
    }
    if let position = schema.position(of: inner) {
      return (.elementField(position), StaticType(schema.fields[position].type))
    }
    return unknown(name, path, among: schema.fields.map(\.name))
  }

  private mutating func unknown(
    _ name: String, _ path: ExpressionPath, among known: [String]
  ) -> (Instruction, StaticType) {
    let hint = known.isEmpty ? "" : "; there are: " + known.joined(separator: ", ")
    problems.append(
      ExpressionProblem(path: path, message: "unknown field `\(name)`\(hint)"))
    return (.constant(.null), .any)
  }

  // MARK: Operators

  private mutating func visit(
    _ op: Operator, _ arguments: [ExpressionNode], in scope: Scope
  ) -> (Instruction, StaticType) {
    let (list, type) = instruction(arguments[0], in: scope)
    let element: StaticType
    switch type {
    case .list(let inner): element = inner
    case .any: element = .any
    default:
      problems.append(
        ExpressionProblem(
          path: arguments[0].path, message: "`\(op.rawValue)` needs a list, this is \(type.words)"))
      return (.constant(.null), .any)
    }
    if op == .reduce {
      let (start, accumulated) = instruction(arguments[2], in: scope)
      let (body, _) = instruction(
        arguments[1], in: .folding(element: element, accumulator: accumulated))
      return (.call(op, [list, body, start]), .any)
    }
    let (body, mapped) = instruction(arguments[1], in: .element(element))
    let result: StaticType =
      switch op {
      case .map: .list(mapped)
      case .filter: .list(element)
      default: .boolean
      }
    return (.call(op, [list, body]), result)
  }

  private mutating func call(
    _ op: Operator, _ arguments: [ExpressionNode], _ path: ExpressionPath, in scope: Scope
  ) -> (Instruction, StaticType) {
    var parts = instructions(arguments, in: scope)
    switch op {
    case .looseEqual, .looseUnequal, .strictEqual, .strictUnequal, .less, .lessOrEqual, .greater,
      .greaterOrEqual:
      align(&parts, op, path)
    case .isIn: alignMembership(&parts, path)
    default: break
    }
    let types = parts.map(\.1)
    return (.call(op, parts.map(\.0)), Self.result(of: op, types))
  }

  private static func result(of op: Operator, _ types: [StaticType]) -> StaticType {
    switch op {
    case .looseEqual, .strictEqual, .looseUnequal, .strictUnequal, .less, .lessOrEqual, .greater,
      .greaterOrEqual, .not, .truth, .isIn:
      .boolean
    case .add, .subtract, .multiply, .divide, .remainder: .number
    case .concatenate, .substring: .text
    case .merge: .list(.any)
    case .minimum, .maximum, .and, .or: common(types)
    default: .any
    }
  }

  /// Reads literal texts beside a date or number as such, and refuses pairs of types that can
  /// never be equal or ordered.
  private mutating func align(
    _ parts: inout [(Instruction, StaticType)], _ op: Operator, _ path: ExpressionPath
  ) {
    let strict = op == .strictEqual || op == .strictUnequal
    for wanted in [StaticType.date, .number]
    where parts.contains(where: { $0.1 == wanted && !$0.0.isConstant }) {
      for index in parts.indices where parts[index].1 != wanted {
        if case .constant(.text(let text)) = parts[index].0,
          let value = Self.read(text, as: wanted), wanted == .date || !strict
        {
          parts[index] = (.constant(value), wanted)
        } else if Self.neverComparable(wanted, parts[index], strict: strict) {
          problems.append(
            ExpressionProblem(
              path: path,
              message: "`\(op.rawValue)` compares \(wanted.words) with"
                + " \(Self.shown(parts[index])), which never holds"))
          return
        }
      }
    }
  }

  private static func read(_ text: String, as type: StaticType) -> FieldValue? {
    if type == .date { return CivilDate(text).map(FieldValue.date) }
    guard let number = try? ExactDecimal(parsing: text) else { return nil }
    return .number(number)
  }

  private static func neverComparable(
    _ wanted: StaticType, _ part: (Instruction, StaticType), strict: Bool
  ) -> Bool {
    switch part.1 {
    case .any: return false
    case .text:
      // A text field may hold a number or a date; a literal that does not is a mistake.
      if case .constant = part.0 { return true }
      return strict
    case .boolean: return wanted == .date || strict
    case .number, .date, .list, .record: return true
    }
  }

  private static func shown(_ part: (Instruction, StaticType)) -> String {
    if case .constant(let value) = part.0, part.1 == .text { return "the text \(value)" }
    return part.1.words
  }

  /// `in` looks for a date or number among literal texts: reads them as such.
  private mutating func alignMembership(
    _ parts: inout [(Instruction, StaticType)], _ path: ExpressionPath
  ) {
    guard case .list(let items) = parts[1].0, parts[0].1 == .date || parts[0].1 == .number else {
      return
    }
    let wanted = parts[0].1
    var aligned: [Instruction] = []
    for item in items {
      guard case .constant(.text(let text)) = item else {
        aligned.append(item)
        continue
      }
      guard let value = Self.read(text, as: wanted) else {
        problems.append(
          ExpressionProblem(
            path: path,
            message: "`in` looks for \(wanted.words) but lists \"\(text)\""))
        continue
      }
      aligned.append(.constant(value))
    }
    parts[1].0 = .list(aligned)
  }
}
