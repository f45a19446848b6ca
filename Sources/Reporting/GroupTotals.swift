import AccountingValues
import Tables

/// Adds up a sheet's rows as they pass, and says which groups end before a row.
///
/// Rows of groups A, A, B with amounts 1, 2, 4: before the third row the subtotal A = 3 closes; at
/// the end B = 4 closes and the grand total is 7.
struct GroupTotals {
  /// The sums of a group that has ended.
  struct Subtotal {
    /// 0 for the outermost group.
    var depth: Int
    /// The group's value in its column.
    var value: Cell
    /// Per column of the sheet; `nil` where the column has no total here.
    var sums: [ColumnSum?]
    /// Whether the sums run on from the first row.
    var runsOn = false

    /// What the total is called.
    func label(_ words: String) -> String { runsOn ? words : "Total \(words)" }
  }

  private let base: Currency
  private let columns: [ReportColumn]
  private let groupColumns: [Int]
  private let runningTotals: Bool
  private var values: [Cell] = []
  /// One set of sums per open group, outermost first, behind the grand total's.
  private var open: [[ColumnSum?]]

  init(of sheet: SheetDefinition, base: Currency) {
    self.base = base
    columns = sheet.columns
    runningTotals = sheet.runningTotals
    groupColumns = sheet.groups.compactMap { name in
      sheet.columns.firstIndex { $0.column.name == name }
    }
    open = []
    open = (0...groupColumns.count).map(zero)
  }

  /// The sums of nothing at a level: 0 is the grand total, then the groups.
  private func zero(atLevel level: Int) -> [ColumnSum?] {
    let innermost = level == groupColumns.count && level > 0
    return columns.map { column in
      switch column.total {
      case .none: nil
      case .subtotal: innermost ? ColumnSum(of: column.column.type, base: base) : nil
      case .sum: ColumnSum(of: column.column.type, base: base)
      }
    }
  }

  /// Whether any column has a total.
  var isNeeded: Bool { columns.contains { $0.total != .none } }

  /// The groups that end before this row, innermost first.
  mutating func closings(before row: ArraySlice<Cell>) -> [Subtotal] {
    guard !groupColumns.isEmpty else { return [] }
    let next = groupColumns.map { row[row.startIndex + $0] }
    defer { values = next }
    guard !values.isEmpty,
      let changed = groupColumns.indices.first(where: { values[$0] != next[$0] })
    else { return [] }
    return close(from: changed)
  }

  mutating func add(_ row: ArraySlice<Cell>) {
    let level = groupColumns.count
    for index in columns.indices where open[level][index] != nil {
      open[level][index]?.add(row[row.startIndex + index])
    }
  }

  /// The groups open at the end, innermost first, and the grand total.
  mutating func finish() -> (groups: [Subtotal], total: [ColumnSum?]) {
    let groups = values.isEmpty ? [] : close(from: 0)
    return (groups, open[0])
  }

  private mutating func close(from outermost: Int) -> [Subtotal] {
    (outermost..<groupColumns.count).reversed().map { depth in
      let level = depth + 1
      let sums = open[level]
      for index in columns.indices {
        if let sum = sums[index] { open[level - 1][index]?.add(sum) }
      }
      open[level] = zero(atLevel: level)
      let runsOn = runningTotals && depth == 0
      return Subtotal(
        depth: depth, value: values[depth], sums: runsOn ? open[0] : sums, runsOn: runsOn)
    }
  }
}
