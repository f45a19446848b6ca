public import AccountingValues
public import Tables

/// The comparison of two figures that must be equal, as every workbook prints it.
public struct TieOut: Hashable, Sendable {
  /// How a comparison ended.
  public enum Status: String, Hashable, Sendable, CaseIterable {
    /// Both sides are equal.
    case agrees
    /// They are not.
    case differs
    /// Both sides are empty: nothing was proven.
    case nothing = "nothing to compare"

    /// One word, for style sheets.
    var word: String { self == .nothing ? "nothing" : rawValue }
  }

  /// What is compared: `Inventory control account = layers`.
  public var check: String
  /// The left side in words.
  public var leftSide: String
  /// The left figure; `.null` when there is none.
  public var left: Cell
  /// The right side in words.
  public var rightSide: String
  /// The right figure.
  public var right: Cell
  /// How it ended.
  public var status: Status

  /// A comparison of two amounts of one currency. Two missing sides compare nothing, one missing
  /// side differs; whoever compared something else than amounts says how it ended by `status`.
  public init(
    check: String, leftSide: String, left: Money?, rightSide: String, right: Money?,
    status: Status? = nil
  ) {
    self.check = check
    self.leftSide = leftSide
    self.left = left.map { .money($0) } ?? .null
    self.rightSide = rightSide
    self.right = right.map { .money($0) } ?? .null
    self.status =
      status ?? (left == nil && right == nil ? .nothing : left == right ? .agrees : .differs)
  }

  /// What a comparison of the rows of a stream is called. Those that agree are many: where all
  /// comparisons are named in a sentence, they are counted.
  ///
  /// - Parameter stream: the stream's name.
  /// - Returns: `Rows of payments`.
  public static func check(ofRowsOf stream: String) -> String { rowsOf + stream }

  static let rowsOf = "Rows of "

  /// The columns of a table of comparisons.
  public static let columns: [Column] = [
    Column(name: "check", title: "Check", type: .text),
    Column(name: "left_side", title: "This side", type: .text),
    Column(name: "left", title: "Amount", type: .money(.base)),
    Column(name: "right_side", title: "Other side", type: .text),
    Column(name: "right", title: "Amount", type: .money(.base)),
    Column(name: "difference", title: "Difference", type: .money(.base)),
    Column(name: "status", title: "Status", type: .text),
  ]

  /// Comparisons as the table a workbook prints.
  ///
  /// - Throws: `ValueError` when a difference is out of range or of two currencies.
  public static func table(_ tieOuts: [TieOut]) throws(ValueError) -> Table {
    var table = Table(columns: columns)
    for one in tieOuts {
      table.append([
        .text(one.check), .text(one.leftSide), one.left, .text(one.rightSide), one.right,
        try one.difference, .text(one.status.rawValue),
      ])
    }
    return table
  }

  private var difference: Cell {
    get throws(ValueError) {
      switch (left, right) {
      case (.money(let left), .money(let right)): .money(try left.subtracting(right))
      case (.money(let left), _): .money(left)
      case (_, .money(let right)): .money(try right.negated())
      default: .null
      }
    }
  }
}

extension SheetDefinition {
  /// The sheet that prints a table as it is: tie-outs, run summaries.
  static func plain(name: String, title: String, grain: String, table: Table) -> SheetDefinition {
    SheetDefinition(
      name: name, title: title, grain: grain, dataset: name,
      columns: table.columns.map { ReportColumn($0, wraps: $0.type == .text) }, grandTotal: false)
  }
}
