internal import AccountingValues

/// Turns a tree into nodes and collects what is wrong with its form.
struct ExpressionParser {
  private(set) var problems: [ExpressionProblem] = []

  mutating func node(_ tree: ExpressionTree, at path: ExpressionPath) -> ExpressionNode {
    switch tree {
    case .null: return ExpressionNode(.literal(.null), path)
    case .boolean(let value): return ExpressionNode(.literal(.boolean(value)), path)
    case .number(let number): return ExpressionNode(.literal(.number(number)), path)
    case .text(let text): return ExpressionNode(.literal(.text(text)), path)
    case .list(let items):
      return ExpressionNode(.list(nodes(items, at: path)), path)
    case .map(let entries): return call(entries, at: path)
    }
  }

  private mutating func nodes(
    _ trees: [ExpressionTree], at path: ExpressionPath
  ) -> [ExpressionNode] {
    var nodes: [ExpressionNode] = []
    for (index, tree) in trees.enumerated() {
      nodes.append(node(tree, at: path.appending(.index(index))))
    }
    return nodes
  }

  private mutating func call(
    _ entries: [ExpressionTree.Entry], at path: ExpressionPath
  ) -> ExpressionNode {
    guard entries.count == 1, let entry = entries.first else {
      let names = entries.map { "`\($0.key)`" }.joined(separator: ", ")
      return refuse(
        path,
        "a condition has one operator, here are \(entries.isEmpty ? "none" : names);"
          + " join several with `and`")
    }
    let inner = path.appending(.key(entry.key))
    guard let op = Operator(rawValue: entry.key == "?:" ? "if" : entry.key) else {
      let known = Operator.allCases.map(\.rawValue).joined(separator: " ")
      return refuse(inner, "unknown operator `\(entry.key)`; there are: \(known)")
    }
    let arguments: [ExpressionTree]
    let isList: Bool
    if case .list(let list) = entry.value {
      (arguments, isList) = (list, true)
    } else {
      (arguments, isList) = ([entry.value], false)
    }
    guard op.arity.contains(arguments.count) else {
      return refuse(inner, "`\(entry.key)` takes \(op.arityText), here are \(arguments.count)")
    }
    switch op {
    case .field: return field(arguments, at: inner)
    case .missing: return missing(arguments, at: inner)
    case .missingSome: return missingSome(arguments, at: inner)
    default:
      let parsed =
        isList ? nodes(arguments, at: inner) : [node(entry.value, at: inner)]
      return ExpressionNode(.call(op, parsed), inner)
    }
  }

  private mutating func field(
    _ arguments: [ExpressionTree], at path: ExpressionPath
  ) -> ExpressionNode {
    guard case .text(let name) = arguments[0] else {
      return refuse(path, "`var` names a field as text")
    }
    let fallback =
      arguments.count == 2 ? node(arguments[1], at: path.appending(.index(1))) : nil
    return ExpressionNode(.field(name: name, fallback: fallback), path)
  }

  private mutating func missing(
    _ arguments: [ExpressionTree], at path: ExpressionPath
  ) -> ExpressionNode {
    var list = arguments
    if arguments.count == 1, case .list(let inner) = arguments[0] { list = inner }
    guard let names = texts(list) else {
      return refuse(path, "`missing` lists field names as texts")
    }
    return ExpressionNode(.missing(names), path)
  }

  private mutating func missingSome(
    _ arguments: [ExpressionTree], at path: ExpressionPath
  ) -> ExpressionNode {
    guard case .number(let number) = arguments[0], number.scale == 0,
      let needed = Int(exactly: number.significand), needed >= 0,
      case .list(let list) = arguments[1], let names = texts(list)
    else {
      return refuse(path, "`missing_some` takes a whole number and a list of field names")
    }
    return ExpressionNode(.missingSome(needed, names), path)
  }

  private func texts(_ trees: [ExpressionTree]) -> [String]? {
    var texts: [String] = []
    for tree in trees {
      guard case .text(let text) = tree else { return nil }
      texts.append(text)
    }
    return texts
  }

  private mutating func refuse(_ path: ExpressionPath, _ message: String) -> ExpressionNode {
    problems.append(ExpressionProblem(path: path, message: message))
    return ExpressionNode(.literal(.null), path)
  }
}
