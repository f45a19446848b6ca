internal import GeneralLedger

extension RoleMapping {
  /// Decodes `inventory: "1300"` or a list of narrower cases:
  ///
  ///     revenue:
  ///       - account: "4000"
  ///       - {account: "4010", category: SERVICES, valid_from: 2026-01-01}
  static func decode(
    _ entry: YAMLValue.Entry, idPrefix: String, _ log: ProblemLog
  ) -> [Placed<RoleMapping>] {
    let role = AccountRole(entry.key)
    if !isName(entry.key) {
      log.add("a role is named with a-z, 0-9 and _", at: entry.keyPlace)
    }
    switch entry.value.form {
    case .plain, .quoted, .empty:
      guard let account = entry.value.name("the account of `\(entry.key)`", log) else { return [] }
      let mapping = RoleMapping(id: idPrefix + entry.key, role: role, account: account)
      return [Placed(mapping, at: entry.value.place)]
    case .list(let cases):
      return cases.enumerated().compactMap { index, value in
        decode(value, role, id: "\(idPrefix)\(entry.key)#\(index + 1)", log)
      }
    case .map: return [decode(entry.value, role, id: idPrefix + entry.key, log)].compactMap { $0 }
    }
  }

  private static func decode(
    _ value: YAMLValue, _ role: AccountRole, id: String, _ log: ProblemLog
  ) -> Placed<RoleMapping>? {
    YAMLMap.decode(value, "an account of role `\(role)`", log) { map in
      let account = map.placedName("account")
      var criteria: [MappingCriterion: String] = [:]
      for criterion in MappingCriterion.allCases {
        criteria[criterion] = map.optionalName(criterion.rawValue)
      }
      let mapping = RoleMapping(
        id: map.optionalName("id") ?? id, role: role, criteria: criteria, account: account.value,
        validFrom: map.date("valid_from"))
      return Placed(mapping, at: account.place)
    }
  }

  static func isName(_ text: String) -> Bool {
    !text.isEmpty
      && text.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 95 }
  }
}

extension DimensionDefinition {
  /// Decodes `department:` or `department: [department_key, cost_center]`.
  static func decode(_ entry: YAMLValue.Entry, _ log: ProblemLog) -> DimensionDefinition {
    if !RoleMapping.isName(entry.key) {
      log.add("a dimension is named with a-z, 0-9 and _", at: entry.keyPlace)
    }
    if case .empty = entry.value.form { return DimensionDefinition(name: entry.key) }
    let fields = entry.value.texts("the fields of `\(entry.key)`", log).map(\.value)
    return DimensionDefinition(name: entry.key, fields: fields)
  }
}
