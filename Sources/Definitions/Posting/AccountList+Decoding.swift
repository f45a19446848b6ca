internal import GeneralLedger

extension AccountList {
  /// The columns of a list of accounts.
  static let columns = [
    "code", "name", "type", "normal_balance", "control", "monetary", "group",
  ]

  /// Reads a list of accounts from CSV: `code,name,type,normal_balance,control,monetary,group`. A row
  /// of type `group` is a heading, its `group` the heading above. What is empty follows from the
  /// type and control kind.
  static func read(_ text: String, file: String, _ log: ProblemLog) -> AccountList {
    var list = AccountList()
    var table = CSVTable(
      text: text, file: file, columns: columns, required: ["code", "name", "type"])
    for row in table.rows(log) {
      let group = row.optional("group")
      if row.text("type") == "group" {
        list.groups.append(
          Placed(
            AccountGroup(code: row.text("code"), name: row.text("name"), parent: group),
            at: row.place))
        continue
      }
      guard let type = row.choice("type", of: AccountType.self, others: ["group"], log) else {
        continue
      }
      list.accounts.append(
        Placed(
          Account(
            code: row.text("code"), name: row.text("name"), type: type,
            normalBalance: row.choice("normal_balance", of: BalanceSide.self, log),
            control: row.choice("control", of: ControlKind.self, log) ?? .none,
            isMonetary: row.boolean("monetary", log), group: group), at: row.place))
    }
    list.check(log)
    return list
  }

  private func check(_ log: ProblemLog) {
    var seen: [String: SourcePlace] = [:]
    for (code, place) in accounts.map({ ($0.value.code, $0.place) })
      + groups.map({ ($0.value.code, $0.place) })
    {
      if let first = seen[code] {
        log.add("code \(code) is used in line \(first.line) already", at: place)
      }
      seen[code] = place
    }
    let known = Set(groups.map(\.value.code))
    for account in accounts {
      if let group = account.value.group, !known.contains(group) {
        log.add("account \(account.value.code): there is no group \(group)", at: account.place)
      }
    }
    for group in groups {
      if let parent = group.value.parent, !known.contains(parent) {
        log.add("group \(group.value.code): there is no group \(parent)", at: group.place)
      }
    }
  }
}
