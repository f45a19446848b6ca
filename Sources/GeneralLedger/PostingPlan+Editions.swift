import AccountingValues

/// Definitions that follow each other: days of closed periods keep those they were filed with.
///
/// All are compiled into one plan. Rules and mappings of earlier definitions stand behind the current
/// ones, each for its own days, so that entries of any day lead to the rule and mapping that made them:
///
///     rules   0 … 49 current, from 1 March on · 50 … 98 until 31 January · 99 … 148 in February
extension PostingPlan {
  /// One of the definitions in the plan.
  struct Edition {
    /// The days it is in force, half-open, as days since 1970.
    let first: Int32
    let end: Int32
    /// Its rules among all.
    let rules: Range<Int>
    /// Where its mappings begin among all.
    let firstMapping: Int
    /// When it was in force, to begin a problem with; empty for the current one.
    let words: String
  }

  /// All definitions as one, and which part of it is in force when; the current one last.
  static func combined(
    _ dated: Dated<PostingDefinitions>
  ) -> (definitions: PostingDefinitions, editions: [Edition]) {
    var all = dated.current
    var editions: [Edition] = []
    var first = Int32.min
    for before in dated.earlier {
      let end = before.end.daysSince1970
      editions.append(
        Edition(
          first: first, end: end,
          rules: all.rules.count..<(all.rules.count + before.value.rules.count),
          firstMapping: all.mappings.count,
          words: "as closed periods until \(before.end.adding(days: -1)) were filed, "))
      all.rules += before.value.rules
      all.mappings += before.value.mappings
      let known = Set(all.journals.map(\.code))
      all.journals += before.value.journals.filter { !known.contains($0.code) }
      first = end
    }
    editions.append(
      Edition(
        first: first, end: .max, rules: 0..<dated.current.rules.count, firstMapping: 0, words: ""))
    return (all, editions)
  }
}
