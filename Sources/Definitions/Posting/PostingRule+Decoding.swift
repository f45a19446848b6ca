internal import AccountingValues
internal import Expressions
internal import GeneralLedger

extension PostingLibrary {
  /// Adds one file of `jobs/posting/`.
  mutating func add(_ document: YAMLValue, _ log: ProblemLog) {
    YAMLMap.decode(document, "the posting file", log) { map -> Void? in
      journals += map.list("journals") { JournalDefinition.decode($0, log) }
      mappings += map.named("roles").flatMap {
        RoleMapping.decode($0, idPrefix: "", log)
      }
      rules += map.list("rules") { PostingRule.decode($0, log) }
      return ()
    }
  }
}

extension JournalDefinition {
  static func decode(_ value: YAMLValue, _ log: ProblemLog) -> Placed<JournalDefinition>? {
    YAMLMap.decode(value, "a journal", log) { map in
      var numbers = NumberPattern.standard
      if let pattern = map.optionalPlacedName("numbers") {
        do throws(DefinitionProblems) {
          numbers = try NumberPattern(pattern.value)
        } catch {
          for problem in error.problems {
            log.add("`numbers`: \(problem.message)", at: pattern.place)
          }
        }
      }
      return Placed(
        JournalDefinition(code: map.name("code"), name: map.name("name"), numbers: numbers),
        at: value.place)
    }
  }
}

extension PostingRule {
  private enum Balance: String, CaseIterable {
    case exact, rounded
  }

  static func decode(_ value: YAMLValue, _ log: ProblemLog) -> Placed<PostingRule>? {
    YAMLMap.decode(value, "a posting rule", log) { map in
      let exclusion = map.optionalName("exclude")
      let lines = map.list("lines") { PostingLine.decode($0, log) }
      let id = map.name("id")
      if exclusion == nil, !map.has("lines") {
        log.add("rule `\(id)` has `lines`, or `exclude` with the reason", at: value.place)
      } else if exclusion != nil, map.has("lines") {
        log.add("rule `\(id)` has `lines` or `exclude`, not both", at: map.place("exclude"))
      }
      let rule = PostingRule(
        id: id, event: EventKind(map.name("event")), title: map.name("title"),
        journal: exclusion == nil ? map.name("journal") : map.optionalName("journal") ?? "",
        condition: map.value("when").flatMap { $0.expression(log) },
        validFrom: map.date("valid_from"),
        priority: map.integer("priority", in: -1000...1000, default: 0), lines: lines,
        exclusion: exclusion,
        requiresExactBalance: map.choice("balance", default: Balance.rounded) == .exact)
      return Placed(rule, at: value.place)
    }
  }
}

extension PostingLine {
  static func decode(_ value: YAMLValue, _ log: ProblemLog) -> PostingLine? {
    YAMLMap.decode(value, "a posting line", log) { map in
      let target = target(map)
      let amount = formula(map, "amount")
      let baseAmount = formula(map, "base_amount")
      if !map.has("amount"), !map.has("base_amount") {
        log.add("a posting line has an `amount` or a `base_amount`", at: value.place)
      }
      let line = PostingLine(
        side: map.required("side")?.choice("`side`", of: BalanceSide.self, log) ?? .debit,
        target: target ?? .field("", otherwise: nil), amount: amount, baseAmount: baseAmount,
        currencyField: map.optionalName("currency_from"),
        scope: map.choice("per", default: .header),
        condition: map.value("when").flatMap { $0.expression(log) },
        dimensions: map.has("dimensions") ? .only(map.texts("dimensions").map(\.value)) : .all,
        onlyIfNonzero: map.boolean("only_if_nonzero", default: true))
      return target == nil ? nil : line
    }
  }

  private static func target(_ map: YAMLMap) -> Target? {
    let role = map.optionalName("role").map { AccountRole($0) }
    let field = map.optionalName("account_from")
    if let field { return .field(field, otherwise: role) }
    if let role { return .role(role) }
    if !map.has("role"), !map.has("account_from") {
      map.log.add("a posting line has a `role`, or an `account_from` field", at: map.place)
    }
    return nil
  }

  private static func formula(_ map: YAMLMap, _ key: String) -> AmountFormula? {
    guard let text = map.optionalPlacedName(key) else { return nil }
    guard let formula = AmountFormula(parsing: text.value) else {
      map.log.add(
        "`\(key)` is a sum of fields such as `net_amount - fee_amount`, not `\(text.value)`",
        at: text.place)
      return nil
    }
    return formula
  }
}
