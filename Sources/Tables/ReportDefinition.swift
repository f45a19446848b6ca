/// A report as its YAML file states it: what is shown, from which datasets, and how. It holds no
/// arithmetic; totals are sums of the rows shown and every figure comes from the dataset's SQL.
///
/// Plain values: `Definitions` decodes them, `Reporting` renders them.
public struct ReportDefinition: Hashable, Sendable {
  /// The report's name: the file's base name, the command line's `report <name>`.
  public var name: String
  /// The heading: `Aged receivables`.
  public var title: String
  /// What the report is for, in a sentence or two; printed on its cover.
  public var description: String
  /// Values the datasets are bound to, by name without the colon: `company`, `period`, `as_of`.
  public var parameters: [String]
  /// Streams whose assumptions, findings and accepted findings are printed on the cover.
  public var streams: [String]
  /// Tie-out checks whose results are printed on the workbook's tie-out sheet.
  public var checks: [String]
  /// Sentences printed on the cover: definitions, policies, what is left out.
  public var notes: [String]
  /// The sheets, in order; at least one. The first is the one people open.
  public var sheets: [SheetDefinition]
  /// The kinds of files that runs write of it: `xlsx`, `csv`, `html`; workbook and CSV if empty.
  public var formats: [String]
  /// The template of its page: `reports/templates/<template>.mustache`.
  public var template: String

  /// A report from its parts.
  public init(
    name: String, title: String, description: String, parameters: [String] = [],
    streams: [String] = [], checks: [String] = [], notes: [String] = [],
    sheets: [SheetDefinition], formats: [String] = [], template: String = "page"
  ) {
    self.name = name
    self.title = title
    self.description = description
    self.parameters = parameters
    self.streams = streams
    self.checks = checks
    self.notes = notes
    self.sheets = sheets
    self.formats = formats
    self.template = template
  }
}

/// One sheet of a report, and one CSV file.
public struct SheetDefinition: Hashable, Sendable {
  /// How a sheet lies on paper.
  public enum Orientation: String, Hashable, Sendable, CaseIterable {
    /// Upright.
    case portrait
    /// Lying.
    case landscape
  }

  /// The sheet's name in file names: `detail`. The CSV file of a sheet named like its report is
  /// `<report>.csv`, any other `<report>-<sheet>.csv`.
  public var name: String
  /// The name on the tab and above the table.
  public var title: String
  /// What one row is, in words: `one row per account and currency`.
  public var grain: String
  /// The dataset's name: `reports/datasets/<dataset>.sql`.
  public var dataset: String
  /// How the sheet lies on paper; always fitted to one page in width.
  public var orientation: Orientation
  /// The columns shown, left to right; the dataset delivers these, in any order. At most one is
  /// spread.
  public var columns: [ReportColumn]
  /// Columns whose every change of value starts a new group with subtotals, outermost first. The
  /// dataset's order starts with them.
  public var groups: [String]
  /// The dataset's order, as columns; a leading `-` is descending. Documentation that is checked to
  /// start with the groups: the sorting itself is the dataset's ORDER BY.
  public var order: [String]
  /// Whether a grand total closes the sheet.
  public var grandTotal: Bool
  /// Whether totals of the outermost group run on from the first row: the results of an income
  /// statement. They bear the group's name alone.
  public var runningTotals: Bool

  /// A sheet from its parts.
  public init(
    name: String, title: String, grain: String, dataset: String,
    orientation: Orientation = .landscape, columns: [ReportColumn], groups: [String] = [],
    order: [String] = [], grandTotal: Bool = true, runningTotals: Bool = false
  ) {
    self.name = name
    self.title = title
    self.grain = grain
    self.dataset = dataset
    self.orientation = orientation
    self.columns = columns
    self.groups = groups
    self.order = order
    self.grandTotal = grandTotal
    self.runningTotals = runningTotals
  }
}

/// One column of a report's sheet.
public struct ReportColumn: Hashable, Sendable {
  /// What a column's figures add up to.
  public enum Total: String, Hashable, Sendable, CaseIterable {
    /// Nothing.
    case none
    /// A subtotal per group and the grand total.
    case sum
    /// A subtotal per innermost group only: quantities of one item, never of several.
    case subtotal
  }

  /// Name, title, type and unit.
  public var column: Column
  /// What the column means and where it comes from, for the guide.
  public var note: String
  /// What its figures add up to.
  public var total: Total
  /// The width in characters; `nil` fits the content.
  public var width: Int?
  /// Whether long text flows over several lines instead of being cut.
  public var wraps: Bool
  /// Whether words stand at the right as figures do: exact decimals that no number holds.
  public var alignsRight: Bool
  /// What the column stands for several columns of; `nil` for an ordinary one.
  public var spread: ColumnSpread?
  /// Whether the HTML page shows it too, which has less room than workbook and CSV.
  public var isOnPage: Bool

  /// A column from its parts.
  public init(
    _ column: Column, note: String = "", total: Total = .none, width: Int? = nil,
    wraps: Bool = false, alignsRight: Bool = false, spread: ColumnSpread? = nil,
    isOnPage: Bool = true
  ) {
    self.column = column
    self.note = note
    self.total = total
    self.width = width
    self.wraps = wraps
    self.alignsRight = alignsRight
    self.spread = spread
    self.isOnPage = isOnPage
  }
}

/// Reports that are written together: the month-end pack.
public struct PackDefinition: Hashable, Sendable {
  /// The pack's name.
  public var name: String
  /// The heading.
  public var title: String
  /// Whom the pack is for.
  public var description: String
  /// The names of its reports, in order.
  public var reports: [String]

  /// A pack from its parts.
  public init(name: String, title: String, description: String, reports: [String]) {
    self.name = name
    self.title = title
    self.description = description
    self.reports = reports
  }
}
