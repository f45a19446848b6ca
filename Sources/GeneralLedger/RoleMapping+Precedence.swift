public import AccountingValues

extension RoleMapping {
  /// Whether a mapping wins over another of its role where both match.
  ///
  /// - Parameter other: another mapping of the role.
  /// - Returns: whether its criteria are the more telling ones.
  public func isMoreTelling(than other: RoleMapping) -> Bool { weight > other.weight }

  /// The mappings of a role that can count on a day, the most telling first: of equal criteria and
  /// values the latest that had begun.
  ///
  /// - Parameters:
  ///   - mappings: mappings of any roles.
  ///   - role: the role.
  ///   - day: a posting date.
  /// - Returns: positions among `mappings`.
  public static func inForce(
    _ mappings: [RoleMapping], of role: AccountRole, on day: CivilDate
  ) -> [Int] {
    var latest: [[MappingCriterion: String]: Int] = [:]
    for (position, mapping) in mappings.enumerated()
    where mapping.role == role && (mapping.validFrom ?? day) <= day {
      if let known = latest[mapping.criteria].map({ mappings[$0].validFrom }), let known,
        mapping.validFrom.map({ $0 < known }) ?? true
      {
        continue
      }
      latest[mapping.criteria] = position
    }
    return latest.values.sorted {
      let (a, b) = (mappings[$0], mappings[$1])
      return a.weight == b.weight ? $0 < $1 : a.weight > b.weight
    }
  }
}

extension PostingRule {
  /// The rules of a kind of event on a day in the order in which they are tried: of versions with one
  /// id the latest that had begun; the highest priority, then those with a condition, then the smaller
  /// id.
  ///
  /// - Parameters:
  ///   - rules: rules of any kinds.
  ///   - event: the kind.
  ///   - day: a posting date.
  /// - Returns: positions among `rules`.
  public static func tried(
    _ rules: [PostingRule], for event: EventKind, on day: CivilDate
  ) -> [Int] {
    var latest: [String: Int] = [:]
    for (position, rule) in rules.enumerated()
    where rule.event == event && (rule.validFrom ?? day) <= day {
      if let known = latest[rule.id].map({ rules[$0].validFrom }), let known,
        rule.validFrom.map({ $0 < known }) ?? true
      {
        continue
      }
      latest[rule.id] = position
    }
    return latest.values.sorted {
      let (a, b) = (rules[$0], rules[$1])
      if a.priority != b.priority { return a.priority > b.priority }
      if (a.condition == nil) != (b.condition == nil) { return a.condition != nil }
      return a.id.utf8.lexicographicallyPrecedes(b.id.utf8)
    }
  }
}
