import AccountingValues

/// What is compared in a proof: a sum of one period.
struct ProvenFigure: Hashable {
  /// What the sum is of.
  enum Subject: Hashable {
    /// Debit less credit of an account, by its code.
    case account(String)
    /// Change of a pool's value.
    case poolValue(ProvenPool)
    /// Change of a pool's quantity, in millionths.
    case poolQuantity(ProvenPool)
  }

  let period: Int32
  let subject: Subject
}

/// A cost pool by what it holds, whatever its number in a run; goods under way of one item are one.
struct ProvenPool: Hashable {
  let item: String
  /// Empty where pools are not by location.
  let place: String
  let owner: String
}

typealias ProvenSums = [ProvenFigure: Int64]

/// What a document moves of an account in a period.
struct ProvenDocument: Hashable {
  let figure: ProvenFigure
  /// The stream and key of its entry.
  let place: PastRows.Place
  /// The number people know it by.
  let number: String
}

/// What one computation of the books adds up to, by what its entries rest on.
struct BookedEffects {
  /// The same by document, where that is wanted: of accounts, and of what may differ alone.
  struct Documents {
    var engine: [ProvenDocument: Int64] = [:]
    var late: [ProvenDocument: Int64] = [:]
    var replaced: [ProvenDocument: Int64] = [:]
    var posted: [ProvenDocument: Int64] = [:]
  }

  /// From the trial balances and certificates, which know nothing of grounds.
  var total: ProvenSums = [:]
  /// Entries of documents whose rows stand where the source has them.
  var documents: ProvenSums = [:]
  /// Entries of the engine about such rows: costs, settlements, differences.
  var engine: ProvenSums = [:]
  var late: ProvenSums = [:]
  var replaced: ProvenSums = [:]
  /// What was posted on a later day for closed periods: what re-costing moves, and accepted changes of
  /// the configuration.
  var posted: ProvenSums = [:]
  /// `nil` where nobody asked.
  var byDocument: Documents?
}

/// The proof that closed periods differ from books rebuilt with everything known by nothing but what is
/// listed (ACCOUNTING §3), per account, pool and period:
///
///     restated = as filed − late effects where they were posted + late effects on their own days
///              − what was posted for closed periods + what re-costing moves + what other configuration moves + what another engine moves
///
///     a receipt of 10 for 120.00, dated January, comes when January is closed; in January 10 were
///     sold at the 100.00 that the goods there had cost, last in first out would have sold the others
///                          as filed   − posted   + own day   + re-costing   = restated
///     inventory, January    −100.00          –     +120.00        −20.00        0.00
///     inventory, February   +120.00    −120.00          –             –         0.00
///     cost of sales, January 100.00          –          –         +20.00      120.00
///
/// Four computations meet: `filed` are the frozen tables, `replay` recomputes from rows as they were
/// filed by the rules of their days, `current` from the same rows by today's rules on all days, `restated`
/// from rows on their own days by today's rules. A frozen figure that the replay does not make is
/// a *difference*, unless the engine has changed since, or nobody kept what the period was filed with; so
/// is a document whose entries differ though nothing came late about it.
struct RestatedIdentity {
  /// One figure, in minor units of the base currency or millionths.
  struct Line: Equatable {
    let figure: ProvenFigure
    let asFiled: Int64
    var latePosted: Int64 = 0
    /// What was posted in this period for closed ones.
    var posted: Int64 = 0
    var lateOwn: Int64 = 0
    var recosting: Int64 = 0
    var configuration: Int64 = 0
    var engine: Int64 = 0
    let restated: Int64
    /// By how much frozen tables contradict each other about the figure.
    var contradiction: Int64 = 0

    /// What is not explained.
    var difference: Int64 {
      restated
        - (asFiled - latePosted - posted + lateOwn + recosting + configuration + engine)
    }
    var isProved: Bool { difference == 0 && contradiction == 0 }
    /// Whether restating moves the figure, or it is not proved.
    var isOfInterest: Bool {
      !isProved || latePosted != 0 || posted != 0 || lateOwn != 0 || recosting != 0
        || configuration != 0
        || engine != 0
    }
  }

  /// What has changed since a period was closed.
  struct Changes: OptionSet {
    let rawValue: Int
    /// Perhaps: nobody kept the configuration it was filed with.
    static let configuration = Changes(rawValue: 1)
    static let engine = Changes(rawValue: 2)
  }

  /// The frozen figures of a closed period.
  struct Filed {
    var sums: ProvenSums = [:]
    /// Where its tables contradict each other, and by how much.
    var contradictions: ProvenSums = [:]
    /// What rows that have changed or vanished since contribute to it.
    var changedRows: ProvenSums = [:]
    var changes: Changes = []
  }

  let lines: [Line]

  /// Compares the computations.
  ///
  /// - Parameters:
  ///   - filed: the closed periods; all others are as the replay makes them.
  ///   - replay: the books from rows as they were filed, by the rules of their days.
  ///   - current: the same by today's rules; `nil` where those are the same.
  ///   - restated: the books from rows on their own days, by today's rules.
  ///   - lacksRows: whether rows of closed periods have changed, vanished or wait, so that the replay
  ///     cannot have them and costs what is left without them.
  init(
    filed: [Int32: Filed], replay: BookedEffects, current: BookedEffects? = nil,
    restated: BookedEffects, lacksRows: Bool
  ) {
    var figures = Set(replay.total.keys).union(restated.total.keys)
    if let current {
      for sums in [
        current.total, current.late, current.replaced, current.engine, current.posted,
      ] {
        figures.formUnion(sums.keys)
      }
    }
    for period in filed.values { figures.formUnion(period.sums.keys) }
    for sums in [
      replay.late, replay.replaced, replay.posted, restated.late, replay.engine, restated.engine,
    ] {
      figures.formUnion(sums.keys)
    }
    lines = figures.map { figure in
      Self.line(
        figure, filed[figure.period], replay, current ?? replay, restated, lacksRows: lacksRows)
    }.sorted { $0.figure < $1.figure }
  }

  private static func line(
    _ figure: ProvenFigure, _ filed: Filed?, _ replay: BookedEffects, _ current: BookedEffects,
    _ restated: BookedEffects, lacksRows: Bool
  ) -> Line {
    func sum(_ sums: ProvenSums?) -> Int64 { sums?[figure] ?? 0 }
    let replayed = sum(replay.total)
    var line = Line(
      figure: figure, asFiled: filed.map { sum($0.sums) } ?? replayed, restated: sum(restated.total)
    )
    line.latePosted = sum(replay.late)
    line.posted = sum(replay.posted)
    line.lateOwn = sum(restated.late) - sum(current.replaced) - sum(filed?.changedRows)
    line.recosting = sum(restated.engine) - sum(current.engine)
    line.configuration =
      sum(current.total) - sum(current.late) - sum(current.posted)
      - replayed + sum(replay.late) + sum(replay.posted)
    line.contradiction = sum(filed?.contradictions)
    let documents = sum(restated.documents) - sum(current.documents)
    if lacksRows { line.recosting += documents }
    guard let filed else { return line }
    let change = replayed + sum(filed.changedRows) - sum(filed.sums)
    if lacksRows {
      line.recosting += change
    } else if filed.changes.contains(.configuration) {
      line.configuration += change
    } else if filed.changes.contains(.engine) {
      line.engine += change
    }
    return line
  }

  var isProved: Bool { lines.allSatisfy(\.isProved) }
}

/// What one document moves between closed periods and restated books.
struct RestatedCause: Equatable {
  /// The column of the identity that it is part of.
  enum Column: String, CaseIterable {
    case latePosted = "late"
    case posted
    case lateOwn = "late, own day"
    case recosting = "re-costing"
  }

  let document: ProvenDocument
  let column: Column
  let amount: Int64
}

extension RestatedIdentity {
  /// The documents behind the columns of accounts, by period, account, column and document. What rows
  /// moved that have changed or vanished since is in no computation, and not among them.
  ///
  /// - Parameters:
  ///   - replay: the books from rows as they were filed, by the rules of their days.
  ///   - current: the same by today's rules.
  ///   - restated: the books from rows on their own days, by today's rules.
  /// - Returns: none where the computations were not made by document.
  static func causes(
    _ replay: BookedEffects, _ current: BookedEffects, _ restated: BookedEffects
  ) -> [RestatedCause] {
    guard let filed = replay.byDocument, let before = current.byDocument,
      let after = restated.byDocument
    else { return [] }
    var sums: [RestatedCause.Column: [ProvenDocument: Int64]] = [:]
    sums[.latePosted] = filed.late
    sums[.posted] = filed.posted
    sums[.lateOwn] = after.late.merging(before.replaced.mapValues { -$0 }, uniquingKeysWith: +)
    sums[.recosting] = after.engine.merging(before.engine.mapValues { -$0 }, uniquingKeysWith: +)
    var causes: [RestatedCause] = []
    for column in RestatedCause.Column.allCases {
      let moving = (sums[column] ?? [:]).filter { $0.value != 0 }
      causes += moving.map { RestatedCause(document: $0.key, column: column, amount: $0.value) }
    }
    return causes.sorted { a, b in
      if a.document.figure != b.document.figure { return a.document.figure < b.document.figure }
      return a.order.lexicographicallyPrecedes(b.order)
    }
  }
}

extension RestatedCause {
  private static let columns = Dictionary(
    uniqueKeysWithValues: Column.allCases.enumerated().map { ($1, "\($0)") })

  fileprivate var order: [String] {
    [
      Self.columns[column] ?? "", document.number, document.place.stream,
      document.place.key.text,
    ]
  }
}

extension ProvenFigure: Comparable {
  static func < (a: ProvenFigure, b: ProvenFigure) -> Bool {
    a.period == b.period ? a.order.lexicographicallyPrecedes(b.order) : a.period < b.period
  }

  /// Accounts, then pools with their value before their quantity.
  private var order: [String] {
    switch subject {
    case .account(let code): ["1", code]
    case .poolValue(let pool): ["2", pool.item, pool.place, pool.owner, "1"]
    case .poolQuantity(let pool): ["2", pool.item, pool.place, pool.owner, "2"]
    }
  }
}
