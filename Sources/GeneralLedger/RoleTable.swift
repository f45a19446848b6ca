import AccountingValues

/// The mappings of one role, ready to be asked: one table per set of criteria, the most telling set
/// first, keys sorted, found by bisection. No text and no hash per posting.
struct RoleTable {
  struct Row {
    /// Codes of the table's criteria, in their order.
    let key: [Int32]
    let validFrom: Int32
    let account: Int32
    /// Position in `PostingDefinitions.mappings`.
    let mapping: Int32
  }

  struct Table {
    let criteria: [MappingCriterion]
    /// By key; of equal keys the latest `validFrom` first.
    let rows: [Row]
  }

  /// A mapping with its position in the definitions and its account's in the chart.
  typealias Mapping = (mapping: RoleMapping, number: Int32, account: Int32)

  /// What holds from the end of the last earlier tables on.
  let tables: [Table]
  /// What days of closed periods were filed with, the oldest first.
  private let earlier: [(end: CivilDate, tables: [Table])]

  init(_ mappings: Dated<[Mapping]>, pool: CodePool) {
    tables = Self.tables(mappings.current, pool: pool)
    earlier = mappings.earlier.map { ($0.end, Self.tables($0.value, pool: pool)) }
  }

  private static func tables(_ mappings: [Mapping], pool: CodePool) -> [Table] {
    let bySet = Dictionary(grouping: mappings) { $0.mapping.weight }
    return bySet.keys.sorted(by: >).map { weight in
      let group = bySet[weight] ?? []
      let criteria = group[0].mapping.criteria.keys.sorted()
      let rows = group.map { mapping, number, account in
        Row(
          key: criteria.map { pool.number(of: mapping.criteria[$0] ?? "") },
          validFrom: mapping.validFrom?.daysSince1970 ?? .min, account: account, mapping: number)
      }
      return Table(
        criteria: criteria,
        rows: rows.sorted {
          $0.key == $1.key
            ? $0.validFrom > $1.validFrom : $0.key.lexicographicallyPrecedes($1.key)
        })
    }
  }

  /// The account for the codes an event supplies (`-1` for none), `nil` when no mapping matches.
  func resolve(
    on day: CivilDate, code: (MappingCriterion) -> Int32
  ) -> (account: Int32, mapping: Int32)? {
    for before in earlier where day < before.end {
      return resolve(in: before.tables, on: day, code: code)
    }
    return resolve(in: tables, on: day, code: code)
  }

  private func resolve(
    in tables: [Table], on day: CivilDate, code: (MappingCriterion) -> Int32
  ) -> (account: Int32, mapping: Int32)? {
    for table in tables {
      if let row = find(in: table, on: day, code: code) { return (row.account, row.mapping) }
    }
    return nil
  }

  private func find(
    in table: Table, on day: CivilDate, code: (MappingCriterion) -> Int32
  ) -> Row? {
    var (low, high) = (0, table.rows.count)
    if table.criteria.isEmpty {
      return table.rows.first { $0.validFrom <= day.daysSince1970 }
    }
    while low < high {
      let middle = (low + high) / 2
      if Self.compare(table.rows[middle].key, table.criteria, code) < 0 {
        low = middle + 1
      } else {
        high = middle
      }
    }
    while low < table.rows.count, Self.compare(table.rows[low].key, table.criteria, code) == 0 {
      if table.rows[low].validFrom <= day.daysSince1970 { return table.rows[low] }
      low += 1
    }
    return nil
  }

  private static func compare(
    _ key: [Int32], _ criteria: [MappingCriterion], _ code: (MappingCriterion) -> Int32
  ) -> Int32 {
    for (position, criterion) in criteria.enumerated() {
      let difference = key[position] &- code(criterion)
      if difference != 0 { return difference }
    }
    return 0
  }
}
