import AccountingValues
import Expressions

/// Binds the rules of one kind of event to its schema and collects what cannot be bound.
struct RuleCompiler {
  let schema: EventSchema
  let definitions: PostingDefinitions
  /// Which of the definitions' rules are in force on which days.
  let editions: [PostingPlan.Edition]
  let roles: [AccountRole: Int32]
  let constants: [(String, String)]
  private(set) var problems: [DefinitionProblem] = []
  private var subject = ""
  /// When the rule in hand is in force, for problems; empty for current ones.
  private var period = ""

  init(
    schema: EventSchema, definitions: PostingDefinitions, editions: [PostingPlan.Edition],
    roles: [AccountRole: Int32], constants: [(String, String)]
  ) {
    self.schema = schema
    self.definitions = definitions
    self.editions = editions
    self.roles = roles
    self.constants = constants
  }

  mutating func compiled() -> CompiledKind {
    let headerFields = ConditionFields(schema, scope: .header, constants: constants)
    let lineFields = ConditionFields(schema, scope: .line, constants: constants)
    var rules: [CompiledRule] = []
    // On any day the rules of one edition are in force, so that their turns do not mix.
    for edition in editions {
      for (number, validBefore) in inTurn(edition) {
        let rule = compiled(
          number, in: edition, validBefore: validBefore, header: headerFields, line: lineFields)
        if rule.validFrom < rule.validBefore { rules.append(rule) }
      }
    }
    return CompiledKind(
      schema: schema, rules: rules, headerFields: headerFields, lineFields: lineFields,
      headerCriteria: criteria(.header), lineCriteria: criteria(.line))
  }

  /// Rules of the kind in the order in which they are tried, each with the day its next version
  /// takes over (see `PostingRule`).
  private mutating func inTurn(_ edition: PostingPlan.Edition) -> [(Int32, Int32)] {
    let own = definitions.rules.enumerated().filter {
      edition.rules.contains($0.offset) && $0.element.event == schema.kind
    }
    var turn: [(Int32, Int32)] = []
    for (_, versions) in Dictionary(grouping: own, by: \.element.id) {
      let sorted = versions.sorted { Self.start($0.element) < Self.start($1.element) }
      for (position, version) in sorted.enumerated() {
        let next = position + 1 < sorted.count ? Self.start(sorted[position + 1].element) : .max
        if next == Self.start(version.element) {
          problems.append(
            .init(
              subject: "rule \(version.element.id)",
              message: edition.words
                + "two versions start on the same day; give one a valid_from of its own"))
        }
        turn.append((Int32(version.offset), next))
      }
    }
    let rules = definitions.rules
    return turn.sorted { Self.precedes(rules[Int($0.0)], rules[Int($1.0)]) }
  }

  private static func start(_ rule: PostingRule) -> Int32 {
    rule.validFrom?.daysSince1970 ?? .min
  }

  private static func precedes(_ a: PostingRule, _ b: PostingRule) -> Bool {
    if a.priority != b.priority { return a.priority > b.priority }
    if (a.condition == nil) != (b.condition == nil) { return a.condition != nil }
    if a.id != b.id { return a.id.utf8.lexicographicallyPrecedes(b.id.utf8) }
    return start(a) < start(b)
  }

  private mutating func compiled(
    _ number: Int32, in edition: PostingPlan.Edition, validBefore: Int32, header: ConditionFields,
    line: ConditionFields
  ) -> CompiledRule {
    let rule = definitions.rules[Int(number)]
    subject = "rule \(rule.id)"
    period = edition.words
    let journal = definitions.journals.firstIndex { $0.code == rule.journal }
    if journal == nil, rule.exclusion == nil { report("there is no journal \(rule.journal)") }
    if rule.lines.isEmpty, rule.exclusion == nil {
      report("it has no lines; write `exclude:` with the reason if nothing shall be posted")
    }
    if !rule.lines.isEmpty, rule.exclusion != nil { report("it both posts and excludes") }
    var lines: [CompiledLine] = []
    for (position, definition) in rule.lines.enumerated() {
      subject = "rule \(rule.id), line \(position + 1)"
      lines.append(compiled(definition, header: header, line: line))
    }
    subject = "rule \(rule.id)"
    return CompiledRule(
      rule: number, journal: Int32(journal ?? 0),
      validFrom: max(Self.start(rule), edition.first),
      validBefore: min(validBefore, edition.end), condition: condition(rule.condition, header),
      lines: lines,
      isExclusion: rule.exclusion != nil, requiresExactBalance: rule.requiresExactBalance)
  }

  private mutating func compiled(
    _ definition: PostingLine, header: ConditionFields, line: ConditionFields
  ) -> CompiledLine {
    var role: Int32 = -1
    var accountSlot: PostingEvent.Slot?
    switch definition.target {
    case .role(let name): role = roles[name] ?? -1
    case .field(let name, let otherwise):
      accountSlot = slot(name, definition.scope, of: [.code, .text])
      if let otherwise { role = roles[otherwise] ?? -1 }
    }
    if definition.amount == nil, definition.baseAmount == nil {
      report("it has no amount")
    }
    let amount = terms(definition.amount, definition.scope, of: [.amount, .baseAmount])
    let base = terms(definition.baseAmount, definition.scope, of: [.baseAmount])
    let isBase = amount.types.contains(.baseAmount)
    if isBase, amount.types.contains(.amount) {
      report("its amount adds base currency to the document's currency")
    }
    if isBase, definition.baseAmount != nil {
      report("its amount is in base currency already; leave base_amount out")
    }
    return CompiledLine(
      side: definition.side, role: role, accountSlot: accountSlot, amount: amount.terms,
      amountIsBase: isBase, baseAmount: base.terms,
      currencySlot: definition.currencyField.flatMap { slot($0, definition.scope, of: [.code]) },
      isPerLine: definition.scope == .line,
      condition: condition(definition.condition, definition.scope == .line ? line : header),
      dimensions: dimensions(definition.dimensions, definition.scope),
      onlyIfNonzero: definition.onlyIfNonzero)
  }

  // MARK: Fields

  private func find(_ name: String, _ scope: PostingLine.Scope) -> (
    PostingEvent.Slot, EventFieldType
  )? {
    if scope == .line, let position = schema.lineSlot(name) {
      return (.line(position), schema.line[position].type)
    }
    guard let position = schema.headerSlot(name) else { return nil }
    return (.header(position), schema.header[position].type)
  }

  private mutating func slot(
    _ name: String, _ scope: PostingLine.Scope, of types: [EventFieldType]
  ) -> PostingEvent.Slot? {
    guard let (slot, type) = find(name, scope) else {
      let inLines = scope == .header && schema.lineSlot(name) != nil
      report(
        inLines
          ? "`\(name)` is a field of the lines of \(schema.kind); add `per: line`"
          : "\(schema.kind) has no field `\(name)`")
      return nil
    }
    if !types.contains(type) {
      let wanted = types.map(\.rawValue).joined(separator: " or ")
      report("`\(name)` is of type \(type.rawValue), not \(wanted)")
    }
    return slot
  }

  private mutating func terms(
    _ formula: AmountFormula?, _ scope: PostingLine.Scope, of types: [EventFieldType]
  ) -> (terms: [CompiledLine.Term], types: Set<EventFieldType>) {
    var terms: [CompiledLine.Term] = []
    var seen: Set<EventFieldType> = []
    for term in formula?.terms ?? [] {
      guard let slot = slot(term.field, scope, of: types) else { continue }
      // A header amount posted once per line would be multiplied by the number of lines.
      if scope == .line, !slot.isLine {
        report("`\(term.field)` is a field of the header; it cannot be posted per line")
      }
      if let found = find(term.field, scope) { seen.insert(found.1) }
      terms.append(.init(slot: slot, isSubtracted: term.isSubtracted))
    }
    return (terms, seen)
  }

  private mutating func dimensions(
    _ choice: PostingLine.DimensionChoice, _ scope: PostingLine.Scope
  ) -> [PostingEvent.Slot?] {
    if case .only(let names) = choice, period.isEmpty {
      for name in names where !definitions.dimensions.contains(where: { $0.name == name }) {
        report("there is no dimension `\(name)`")
      }
    }
    let slots = definitions.dimensions.map { dimension -> PostingEvent.Slot? in
      if case .only(let names) = choice, !names.contains(dimension.name) { return nil }
      for name in dimension.fields {
        if let (slot, type) = find(name, scope), type == .code || type == .text { return slot }
      }
      return nil
    }
    return slots.contains { $0 != nil } ? slots : []
  }

  private func criteria(_ scope: PostingLine.Scope) -> [PostingEvent.Slot?] {
    MappingCriterion.allCases.map { criterion in
      if scope == .line, let position = schema.line.firstIndex(where: { $0.criterion == criterion })
      {
        return .line(position)
      }
      return schema.header.firstIndex { $0.criterion == criterion }.map { .header($0) }
    }
  }

  private mutating func condition(
    _ expression: Expression?, _ fields: ConditionFields
  ) -> CompiledExpression? {
    guard let expression else { return nil }
    do { return try expression.compiled(for: fields.schema) } catch {
      for problem in error.problems { report("condition: \(problem.message)") }
      return nil
    }
  }

  private mutating func report(_ message: String) {
    problems.append(.init(subject: subject, message: period + message))
  }
}
