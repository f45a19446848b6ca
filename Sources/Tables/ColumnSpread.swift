/// A column of a sheet that stands for as many columns as a second dataset has rows: the buckets of
/// an ageing, which are the company's own.
///
/// The sheet's dataset has one row per row shown and column of the spread. Rows that follow each
/// other and agree in all other columns become one.
///
///     partner  bucket     open              partner  not_due  days_1_30  residual
///     Berghaus not_due    100.00   12.00 →  Berghaus  100.00     -88.00     12.00
///     Berghaus days_1_30  -88.00   12.00
public struct ColumnSpread: Hashable, Sendable {
  /// The column of the sheet's dataset that names the column an amount is for; not shown itself.
  public var by: String
  /// The dataset with the columns `name` and `title`, in the order they are shown.
  public var over: String
  /// The column that holds the sum of all of them in every row; `nil` when none does.
  public var sumsTo: String?

  /// A spread from its parts.
  public init(by: String, over: String, sumsTo: String? = nil) {
    self.by = by
    self.over = over
    self.sumsTo = sumsTo
  }

  /// One of the columns.
  public struct Heading: Hashable, Sendable {
    /// Its name, as `by` spells it.
    public var name: String
    /// What stands above it.
    public var title: String

    /// A heading from its parts.
    public init(name: String, title: String) {
      self.name = name
      self.title = title
    }
  }

  /// What the dataset `over` delivers.
  public static let headingColumns = [
    Column(name: "name", type: .code), Column(name: "title", type: .text),
  ]
}

extension SheetDefinition {
  /// The sheet with a column per heading in the place of the one that is spread.
  public func spread(over headings: [ColumnSpread.Heading]) -> SheetDefinition {
    var sheet = self
    sheet.columns = columns.flatMap { column -> [ReportColumn] in
      guard column.spread != nil else { return [column] }
      return headings.map { heading in
        var one = column
        one.column = Column(
          name: heading.name, title: heading.title, type: column.column.type,
          unit: column.column.unit)
        one.spread = nil
        return one
      }
    }
    return sheet
  }

  /// What the dataset delivers: the columns, and before a spread one the name it goes by.
  public var datasetColumns: [Column] {
    columns.flatMap { column in
      (column.spread.map { [Column(name: $0.by, type: .code)] } ?? []) + [column.column]
    }
  }
}
