internal import AccountingValues
internal import Expressions

extension YAMLValue {
  /// A text. Unquoted ones are accepted where YAML reads them as text everywhere; codes made of
  /// digits, dates and truth values must be quoted.
  func text(_ what: String, _ log: ProblemLog) -> String? {
    switch form {
    case .quoted(let text): return text
    case .plain(let text) where PlainScalar.isText(text): return text
    case .plain(let text):
      log.add("\(what) is a text: quote it as \"\(text)\"", at: place)
      return nil
    default: return refuse("\(what) is a text", log)
    }
  }

  /// A text that is not empty.
  func name(_ what: String, _ log: ProblemLog) -> String? {
    guard let text = text(what, log) else { return nil }
    if text.isEmpty { log.add("\(what) is empty", at: place) }
    return text
  }

  func boolean(_ what: String, _ log: ProblemLog) -> Bool? {
    switch form {
    case .plain("true"): true
    case .plain("false"): false
    default: refuse("\(what) is true or false", log)
    }
  }

  func integer(_ what: String, in range: ClosedRange<Int>, _ log: ProblemLog) -> Int? {
    guard case .plain(let text) = form, let value = Int(text) else {
      return refuse("\(what) is a whole number", log)
    }
    guard range.contains(value) else {
      let bounds =
        range.upperBound == .max
        ? "at least \(range.lowerBound)" : "\(range.lowerBound) … \(range.upperBound)"
      log.add("\(what) is \(value); possible is \(bounds)", at: place)
      return nil
    }
    return value
  }

  /// A civil day, quoted or not: dates look the same to every reader of this loader.
  func date(_ what: String, _ log: ProblemLog) -> CivilDate? {
    switch form {
    case .plain(let text), .quoted(let text):
      if let date = CivilDate(text) { return date }
      log.add("\(what) is a day such as 2026-10-31; there is no day `\(text)`", at: place)
      return nil
    default: return refuse("\(what) is a day such as 2026-10-31", log)
    }
  }

  /// An exact number. It must be quoted, so that no reader turns it into floating point.
  func decimal(_ what: String, _ log: ProblemLog) -> ExactDecimal? {
    switch form {
    case .quoted(let text):
      if let number = try? ExactDecimal(parsing: text) { return number }
      log.add("\(what) is a number such as \"12.50\", not \"\(text)\"", at: place)
      return nil
    case .plain(let text):
      log.add("\(what) is quoted, so that it stays exact: \"\(text)\"", at: place)
      return nil
    default: return refuse("\(what) is a quoted number such as \"12.50\"", log)
    }
  }

  func currency(_ what: String, _ log: ProblemLog) -> Currency? {
    guard let code = text(what, log) else { return nil }
    guard let currency = Currency(code: code) else {
      log.add("\(what) is an ISO 4217 code such as EUR; \"\(code)\" is not on the list", at: place)
      return nil
    }
    return currency
  }

  func choice<Choice: RawRepresentable & CaseIterable>(
    _ what: String, of type: Choice.Type, _ log: ProblemLog
  ) -> Choice? where Choice.RawValue == String {
    guard let text = text(what, log) else { return nil }
    if let choice = Choice(rawValue: text) { return choice }
    let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
    log.add("\(what) is one of \(known); not `\(text)`", at: place)
    return nil
  }

  /// The elements of a list.
  func items(_ what: String, _ log: ProblemLog) -> [YAMLValue]? {
    switch form {
    case .list(let items): items
    default: refuse("\(what) is a list", log)
    }
  }

  func texts(_ what: String, _ log: ProblemLog) -> [Placed<String>] {
    (items(what, log) ?? []).compactMap { item in
      item.name("each of \(what)", log).map { Placed($0, at: item.place) }
    }
  }

  /// The keys and values of a mapping whose keys are names the user chooses.
  func named(_ what: String, _ log: ProblemLog) -> [Entry]? {
    switch form {
    case .map(let entries): entries
    case .empty: []
    default: refuse("\(what) is a mapping of names", log)
    }
  }

  /// A condition written in YAML; numbers may be unquoted because they are read from their digits.
  func expressionTree(_ log: ProblemLog) -> ExpressionTree {
    switch form {
    case .empty: return .null
    case .plain("true"): return .boolean(true)
    case .plain("false"): return .boolean(false)
    case .plain("null"): return .null
    case .plain(let text):
      if PlainScalar.isText(text) { return .text(text) }
      if CivilDate(text) != nil { return .text(text) }
      guard let number = try? ExactDecimal(parsing: text) else {
        log.add("`\(text)` is neither a number nor a text: quote it", at: place)
        return .null
      }
      return .number(number)
    case .quoted(let text): return .text(text)
    case .list(let items): return .list(items.map { $0.expressionTree(log) })
    case .map(let entries):
      return .map(entries.map { .init($0.key, $0.value.expressionTree(log)) })
    }
  }

  /// Where a node of the condition was written.
  func place(of path: ExpressionPath) -> SourcePlace {
    var value = self
    for step in path.steps {
      switch (step, value.form) {
      case (.key(let key), .map(let entries)):
        guard let entry = entries.first(where: { $0.key == key }) else { return value.place }
        // The operator's own place reads better than its argument's.
        value = YAMLValue(form: entry.value.form, place: entry.keyPlace)
      case (.index(let index), .list(let items)) where items.indices.contains(index):
        value = items[index]
      default: return value.place
      }
    }
    return value.place
  }

  /// A condition, checked for form.
  func expression(_ log: ProblemLog) -> Expression? {
    do {
      return try Expression(parsing: expressionTree(log))
    } catch {
      for problem in error.problems { log.add(problem.message, at: place(of: problem.path)) }
      return nil
    }
  }

  /// Logs that something else was expected and yields nothing.
  func refuse<T>(_ expected: String, _ log: ProblemLog) -> T? {
    log.add("\(expected), here is \(kind)", at: place)
    return nil
  }
}
