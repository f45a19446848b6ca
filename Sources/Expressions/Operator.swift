import AccountingValues

/// The operators of JSONLogic that conditions may use, by the name they are written with.
enum Operator: String, Hashable, Sendable, CaseIterable {
  case looseEqual = "=="
  case strictEqual = "==="
  case looseUnequal = "!="
  case strictUnequal = "!=="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case and
  case or
  case not = "!"
  case truth = "!!"
  case choice = "if"
  case isIn = "in"
  case add = "+"
  case subtract = "-"
  case multiply = "*"
  case divide = "/"
  case remainder = "%"
  case minimum = "min"
  case maximum = "max"
  case concatenate = "cat"
  case substring = "substr"
  case merge
  case map
  case filter
  case reduce
  case all
  case none
  case some
  case field = "var"
  case missing
  case missingSome = "missing_some"

  /// How many arguments it takes.
  var arity: ClosedRange<Int> {
    switch self {
    case .looseEqual, .strictEqual, .looseUnequal, .strictUnequal, .isIn, .divide, .remainder,
      .greater, .greaterOrEqual, .map, .filter, .all, .none, .some, .missingSome:
      2...2
    case .less, .lessOrEqual, .substring: 2...3
    case .subtract, .field: 1...2
    case .not, .truth: 1...1
    case .reduce: 3...3
    case .and, .or, .add, .multiply, .minimum, .maximum, .concatenate: 1...Int.max
    case .choice, .merge, .missing: 0...Int.max
    }
  }

  /// The arity in words, for messages.
  var arityText: String {
    let (low, high) = (arity.lowerBound, arity.upperBound)
    if low == high { return counted(low, "argument") }
    return high == .max
      ? "at least \(counted(low, "argument"))" : "\(low) or \(high) arguments"
  }
}

extension Operator {
  /// Whether the second argument is evaluated for each element of the first.
  var visitsElements: Bool {
    switch self {
    case .map, .filter, .reduce, .all, .none, .some: true
    default: false
    }
  }
}
