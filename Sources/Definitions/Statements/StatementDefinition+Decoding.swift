internal import GeneralLedger

extension StatementDefinition {
  /// Decodes `jobs/statements/<name>.yaml`.
  static func decode(
    _ document: YAMLValue, name: String, _ log: ProblemLog
  ) -> StatementDefinition? {
    YAMLMap.decode(document, "the statements", log) { map in
      let charts = map.texts("charts")
      let companies = map.texts("companies")
      var lines: [Placed<StatementLine>] = []
      for part in map.required("balance_sheet")?.items("`balance_sheet`", log) ?? [] {
        lines += StatementLine.balanceSheetPart(part, log)
      }
      for part in map.required("income_statement")?.items("`income_statement`", log) ?? [] {
        lines += StatementLine.incomeStatementPart(part, log)
      }
      check(lines, map, log)
      return StatementDefinition(
        name: name, charts: charts, companies: companies,
        layout: StatementLayout(lines.map(\.value)), place: document.place)
    }
  }

  /// What lines can only get wrong together.
  private static func check(_ lines: [Placed<StatementLine>], _ map: YAMLMap, _ log: ProblemLog) {
    var titles: Set<[String]> = []
    var rest: [AccountType: SourcePlace] = [:]
    for line in lines {
      let title = [line.value.statement.rawValue, line.value.title]
      if !titles.insert(title).inserted {
        log.add("line `\(line.value.title)` is there already", at: line.place)
      }
      for type in line.value.types {
        if let first = rest[type] {
          log.add(
            "the rest of type \(type.rawValue) is taken in line \(first.line)", at: line.place)
        }
        rest[type] = line.place
      }
    }
    let holders = lines.filter(\.value.holdsResult)
    if holders.isEmpty {
      log.add(
        "no line of the balance sheet has `result: true`, for the result of the year",
        at: map.place("balance_sheet"))
    }
    for extra in holders.dropFirst() {
      log.add("the result of the year stands on another line already", at: extra.place)
    }
    for side in BalanceSide.allCases
    where !lines.contains(where: { $0.value.statement == .balanceSheet && $0.value.side == side }) {
      log.add("the balance sheet has no part on the \(side) side", at: map.place("balance_sheet"))
    }
  }
}

extension StatementLine {
  /// `{part, side, sections}`.
  static func balanceSheetPart(_ value: YAMLValue, _ log: ProblemLog) -> [Placed<StatementLine>] {
    YAMLMap.decode(value, "a part of the balance sheet", log) { map in
      let part = map.name("part")
      let side = map.required("side")?.choice("`side`", of: BalanceSide.self, log) ?? .credit
      return sections(of: map, log) { section, line in
        decode(line, .balanceSheet, part: part, section: section, side: side, log)
      }
    } ?? []
  }

  /// `{result, sections}`: the result that is drawn after the sections, from all above it.
  static func incomeStatementPart(
    _ value: YAMLValue, _ log: ProblemLog
  ) -> [Placed<StatementLine>] {
    YAMLMap.decode(value, "a step of the income statement", log) { map in
      let part = map.name("result")
      return sections(of: map, log) { section, line in
        decode(line, .incomeStatement, part: part, section: section, side: .credit, log)
      }
    } ?? []
  }

  private static func sections(
    of map: YAMLMap, _ log: ProblemLog,
    _ line: (String, YAMLValue) -> Placed<StatementLine>?
  ) -> [Placed<StatementLine>] {
    let items = map.required("sections")?.items("`sections`", log) ?? []
    return items.flatMap { item in
      YAMLMap.decode(item, "a section", log) { map in
        let title = map.name("section")
        let lines = map.required("lines")?.items("`lines`", log) ?? []
        return lines.compactMap { line(title, $0) }
      } ?? []
    }
  }

  private static func decode(
    _ value: YAMLValue, _ statement: StatementKind, part: String, section: String,
    side: BalanceSide, _ log: ProblemLog
  ) -> Placed<StatementLine>? {
    YAMLMap.decode(value, "a line", log) { map in
      let title = map.name("line")
      let texts = map.texts("accounts")
      let accounts = texts.compactMap { range($0, log) }
      let types = map.list("types") { $0.choice("each of `types`", of: AccountType.self, log) }
      let holdsResult = statement == .balanceSheet && map.boolean("result", default: false)
      for type in types where !statement.holds(type) {
        log.add(
          "accounts of type \(type.rawValue) do not stand on the \(statement.words)",
          at: map.place("types"))
      }
      if texts.isEmpty, types.isEmpty, !holdsResult {
        log.add("line `\(title)` names neither `accounts` nor `types`", at: map.place)
      }
      if holdsResult, side != .credit {
        log.add("the result of the year stands on the credit side", at: map.place("result"))
      }
      return Placed(
        StatementLine(
          statement: statement, part: part, section: section, title: title, side: side,
          accounts: accounts, types: types, holdsResult: holdsResult,
          isKey: map.boolean("key", default: false)), at: map.place)
    }
  }

  /// `1100`, or `1100..1160` for all codes from one to the other.
  private static func range(_ text: Placed<String>, _ log: ProblemLog) -> AccountRange? {
    let codes = text.value.split(separator: "..", maxSplits: 1, omittingEmptySubsequences: false)
      .map(String.init)
    if codes.count <= 2, let first = codes.first, let last = codes.last,
      !first.isEmpty, !last.isEmpty, let range = AccountRange(first, through: last)
    {
      return range
    }
    log.add(
      "`\(text.value)` is no range of accounts; write \"1100\" or \"1100..1160\"", at: text.place)
    return nil
  }
}
