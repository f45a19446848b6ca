internal import AccountingValues

/// The element in the hands of `map`, `filter`, `reduce` and their like.
struct Frame {
  var element: FieldValue = .null
  var accumulator: FieldValue = .null
}

/// Walks instructions for one row.
struct Evaluator<Row: FieldSource> {
  let row: Row

  func value(_ instruction: Instruction, _ frame: Frame) throws(EvaluationError) -> FieldValue {
    switch instruction {
    case .constant(let value): return value
    case .field(let position): return row.field(at: position)
    case .element: return frame.element
    case .elementField(let position):
      guard case .record(let values) = frame.element else { return .null }
      return values[position]
    case .accumulator: return frame.accumulator
    case .fallback(let read, let other):
      let found = try value(read, frame)
      if case .null = found { return try value(other, frame) }
      return found
    case .list(let items): return .list(try values(items, frame))
    case .missing(let fields): return .list(try missing(fields, frame))
    case .missingSome(let needed, let fields):
      let absent = try missing(fields, frame)
      return .list(fields.count - absent.count >= needed ? [] : absent)
    case .call(let op, let arguments): return try call(op, arguments, frame)
    }
  }

  private func values(
    _ instructions: [Instruction], _ frame: Frame
  ) throws(EvaluationError) -> [FieldValue] {
    var values: [FieldValue] = []
    values.reserveCapacity(instructions.count)
    for instruction in instructions { values.append(try value(instruction, frame)) }
    return values
  }

  private func missing(
    _ fields: [Instruction.Named], _ frame: Frame
  ) throws(EvaluationError) -> [FieldValue] {
    var absent: [FieldValue] = []
    for field in fields {
      switch try value(field.read, frame) {
      case .null, .text(""): absent.append(.text(field.name))
      default: break
      }
    }
    return absent
  }

  private func call(
    _ op: Operator, _ arguments: [Instruction], _ frame: Frame
  ) throws(EvaluationError) -> FieldValue {
    switch op {
    case .looseEqual, .strictEqual, .looseUnequal, .strictUnequal, .less, .lessOrEqual, .greater,
      .greaterOrEqual:
      return .boolean(try compare(op, arguments, frame))
    case .and, .or: return try decide(arguments, stopsAt: op == .or, frame)
    case .not: return .boolean(!(try value(arguments[0], frame).isTrue))
    case .truth: return .boolean(try value(arguments[0], frame).isTrue)
    case .choice: return try choose(arguments, frame)
    case .isIn:
      return .boolean(
        try value(arguments[0], frame).isContained(in: try value(arguments[1], frame)))
    case .add, .subtract, .multiply, .divide, .remainder:
      return .number(try compute(op, arguments, frame))
    case .minimum, .maximum: return try extreme(op, arguments, frame)
    case .concatenate:
      var text = ""
      for argument in arguments { text += try value(argument, frame).plainText }
      return .text(text)
    case .substring: return .text(try substring(arguments, frame))
    case .merge:
      var merged: [FieldValue] = []
      for argument in arguments {
        let part = try value(argument, frame)
        if case .list(let items) = part { merged += items } else { merged.append(part) }
      }
      return .list(merged)
    case .map, .filter, .reduce, .all, .none, .some: return try visit(op, arguments, frame)
    case .field, .missing, .missingSome:
      accountingFault("`\(op.rawValue)` compiles to a read, not to a call")
    }
  }

  // MARK: Logic

  /// The first value whose truth is `stop`, else the last one.
  private func decide(
    _ arguments: [Instruction], stopsAt stop: Bool, _ frame: Frame
  ) throws(EvaluationError) -> FieldValue {
    var last = FieldValue.null
    for argument in arguments {
      last = try value(argument, frame)
      if last.isTrue == stop { return last }
    }
    return last
  }

  private func choose(
    _ arguments: [Instruction], _ frame: Frame
  ) throws(EvaluationError) -> FieldValue {
    var index = 0
    while index + 1 < arguments.count {
      if try value(arguments[index], frame).isTrue { return try value(arguments[index + 1], frame) }
      index += 2
    }
    return index < arguments.count ? try value(arguments[index], frame) : .null
  }

  private func compare(
    _ op: Operator, _ arguments: [Instruction], _ frame: Frame
  ) throws(EvaluationError) -> Bool {
    let a = try value(arguments[0], frame)
    let b = try value(arguments[1], frame)
    switch op {
    case .strictEqual: return a == b
    case .strictUnequal: return a != b
    case .looseEqual: return a.looselyEquals(b)
    case .looseUnequal: return !a.looselyEquals(b)
    case .greater: return b.precedes(a, orEquals: false)
    case .greaterOrEqual: return b.precedes(a, orEquals: true)
    default:
      let inclusive = op == .lessOrEqual
      guard a.precedes(b, orEquals: inclusive) else { return false }
      guard arguments.count == 3 else { return true }
      return b.precedes(try value(arguments[2], frame), orEquals: inclusive)
    }
  }

  // MARK: Numbers

  private func number(
    _ instruction: Instruction, _ op: Operator, _ frame: Frame
  ) throws(EvaluationError) -> ExactDecimal {
    let found = try value(instruction, frame)
    switch found {
    case .number(let number): return number
    case .text(let text):
      if let number = try? ExactDecimal(parsing: text) { return number }
    default: break
    }
    throw .notANumber(operation: op.rawValue, value: found.description)
  }

  private func compute(
    _ op: Operator, _ arguments: [Instruction], _ frame: Frame
  ) throws(EvaluationError) -> ExactDecimal {
    var result = try number(arguments[0], op, frame)
    do throws(ValueError) {
      if op == .subtract, arguments.count == 1 { return try result.negated }
    } catch {
      throw .arithmetic(operation: op.rawValue, error)
    }
    for argument in arguments.dropFirst() {
      let other = try number(argument, op, frame)
      do throws(ValueError) {
        switch op {
        case .add: result = try result.adding(other)
        case .subtract: result = try result.subtracting(other)
        case .multiply: result = try result.multiplied(by: other)
        case .divide:
          result = try result.divided(by: other, decimals: Expression.quotientDecimals)
        default: result = try result.remainder(dividingBy: other)
        }
      } catch {
        throw .arithmetic(operation: op.rawValue, error)
      }
    }
    return result
  }

  private func extreme(
    _ op: Operator, _ arguments: [Instruction], _ frame: Frame
  ) throws(EvaluationError) -> FieldValue {
    let wantsGreater = op == .maximum
    if case .date(var best) = try value(arguments[0], frame) {
      for argument in arguments.dropFirst() {
        let other = try value(argument, frame)
        guard case .date(let date) = other else {
          throw .notANumber(operation: op.rawValue, value: other.description)
        }
        if date != best, (date > best) == wantsGreater { best = date }
      }
      return .date(best)
    }
    var best = try number(arguments[0], op, frame)
    for argument in arguments.dropFirst() {
      let other = try number(argument, op, frame)
      if other != best, (other > best) == wantsGreater { best = other }
    }
    return .number(best)
  }

  // MARK: Texts and lists

  /// JSONLogic's `substr`: a negative start counts from the end, a negative length leaves so many
  /// characters off the end.
  private func substring(
    _ arguments: [Instruction], _ frame: Frame
  ) throws(EvaluationError) -> String {
    let text = try value(arguments[0], frame).plainText
    let start = try wholeNumber(arguments[1], frame)
    let count = text.count
    let first = start < 0 ? max(0, count + start) : min(start, count)
    let rest = text.dropFirst(first)
    guard arguments.count == 3 else { return String(rest) }
    let length = try wholeNumber(arguments[2], frame)
    return String(length < 0 ? rest.dropLast(-length) : rest.prefix(length))
  }

  private func wholeNumber(
    _ instruction: Instruction, _ frame: Frame
  ) throws(EvaluationError) -> Int {
    let number = try number(instruction, .substring, frame)
    guard number.scale == 0, let whole = Int32(exactly: number.significand) else {
      throw .notANumber(operation: "substr", value: number.description)
    }
    return Int(whole)
  }

  private func visit(
    _ op: Operator, _ arguments: [Instruction], _ frame: Frame
  ) throws(EvaluationError) -> FieldValue {
    var elements: [FieldValue] = []
    if case .list(let list) = try value(arguments[0], frame) { elements = list }
    switch op {
    case .map, .filter:
      var kept: [FieldValue] = []
      for element in elements {
        let result = try value(arguments[1], Frame(element: element))
        if op == .map { kept.append(result) } else if result.isTrue { kept.append(element) }
      }
      return .list(kept)
    case .reduce:
      var total = try value(arguments[2], frame)
      for element in elements {
        total = try value(arguments[1], Frame(element: element, accumulator: total))
      }
      return total
    default:
      // As JSONLogic has it, `all` of nothing is false and `none` of nothing is true.
      for element in elements
      where try value(arguments[1], Frame(element: element)).isTrue != (op == .all) {
        return .boolean(op == .some)
      }
      return .boolean(op == .none || op == .all && !elements.isEmpty)
    }
  }
}
