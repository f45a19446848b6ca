import AccountingValues
import GeneralLedger
import Warehouse

/// What a run would publish beside what is published: of every open period the accounts that move by
/// something else, and what the configuration as it is now would have posted otherwise in closed ones.
struct RunComparison: Encodable {
  /// An account in an open period.
  struct Line: Encodable {
    let period: String
    let account: String
    let name: String
    let published: String
    let computed: String
    let difference: String
  }

  /// What another configuration moves in a closed period, and the line that has it posted.
  struct Effect: Encodable {
    let key: String
    let message: String
    let acceptance: String
  }

  let lines: [Line]
  let closedPeriods: [Effect]

  /// Compares.
  ///
  /// - Throws: `WarehouseError`.
  init(
    of close: CompanyClose, _ result: CloseResult, with reader: CompanyReader, _ books: OpenBooks,
    effects: [Finding], until: CivilDate
  ) throws {
    let base = close.scope.base
    var lines: [Line] = []
    let records = try reader.periods()
    for (period, balance) in result.balances where books.openPeriods.contains(period) {
      var computed: [String: Int64] = [:]
      for row in balance.rows {
        guard case .account(let index) = row.subject else { continue }
        computed[close.plan.chart[index].code, default: 0] +=
          row.base.debitMinor - row.base.creditMinor
      }
      var published: [String: Int64] = [:]
      if records.contains(where: { $0.period == period && $0.currentRun != nil }) {
        published = try FiledFigures(reader: reader, period: period).movements()
      }
      for code in Set(computed.keys).union(published.keys).sorted() {
        let (before, now) = (published[code] ?? 0, computed[code] ?? 0)
        guard before != now else { continue }
        func text(_ minor: Int64) -> String { Money(minor: minor, in: base).amountText }
        lines.append(
          Line(
            period: period.description, account: code,
            name: close.plan.chart.index(of: code).map { close.plan.chart[$0].name } ?? "",
            published: text(before), computed: text(now), difference: text(now - before)))
      }
    }
    self.lines = lines
    closedPeriods = effects.filter { $0.code == ConfigurationCorrection.code }.map { finding in
      Effect(
        key: finding.key, message: finding.message,
        acceptance: "\(finding.code),\(finding.key),\(finding.origin),<reason>,<by>,\(until),post")
    }
  }

  /// As tables.
  var text: String {
    var parts: [String] = []
    if lines.isEmpty {
      parts.append("open periods: nothing differs from what is published")
    } else {
      var table = TextTable(["period", "account", "published", "would be", "difference"])
      for line in lines {
        table.add([
          line.period, "\(line.account) \(line.name)", line.published, line.computed,
          line.difference,
        ])
      }
      parts.append(table.text)
    }
    if !closedPeriods.isEmpty {
      parts.append(
        "closed periods stay as they were filed; the configuration as it is now would have moved:")
      parts += closedPeriods.map { "  \($0.key)\n    \($0.message)" }
      parts.append(
        "a line of accepted.csv has it posted on the first open day "
          + "(code,key,origin,reason,by,until,treatment):")
      parts += closedPeriods.map { "  \($0.acceptance)" }
    }
    return parts.joined(separator: "\n")
  }
}

extension FiledFigures {
  /// What accounts moved in the period, by code: debit less credit, in minor units.
  func movements() throws -> [String: Int64] {
    let rows = try reader.published(Warehouse.TrialBalanceRow.self, period: period.id).collected()
    let found = try reader.keys(of: Set(rows.map(\.accountId)).sorted())
    let codes = Dictionary(found.map { ($0.id, $0.key) }, uniquingKeysWith: { a, _ in a })
    return rows.reduce(into: [:]) {
      $0[codes[$1.accountId] ?? "?", default: 0] += $1.debitBaseMinor - $1.creditBaseMinor
    }
  }
}
