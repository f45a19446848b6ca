import AccountingValues
import Definitions
import Foundation
import PostgresClient
import Reporting
import Tables
import Warehouse

/// Where the rows of a period are: stated as values, so that PostgreSQL reads one leaf and no other.
struct PublishedLeaf {
  let period: Int32
  let run: Int32
  let isFrozen: Bool
}

/// Renders the configured reports of one company from the warehouse.
struct ReportSet {
  let session: Session
  let configuration: Configuration

  /// Writes reports into a folder.
  ///
  /// - Parameters:
  ///   - names: the reports.
  ///   - wanted: the kinds of files; `nil` for those that each report says runs write.
  ///   - faces: what every file says about itself.
  ///   - folder: where to.
  ///   - tieOuts: the comparisons of the close.
  ///   - leaf: the period and run to read.
  ///   - reader: a pinned reader of the warehouse.
  /// - Returns: the files.
  /// - Throws: `JobError` for a report, dataset or template that is not there or does not fit, and what the
  ///   database and the renderer throw.
  func render(
    _ names: [String], formats wanted: Set<ReportRenderer.Format>?, faces: ReportFaces,
    into folder: String,
    tieOuts: [TieOut], leaf: PublishedLeaf, reader: DatasetReader
  ) throws -> [ReportRenderer.File] {
    var files: [ReportRenderer.File] = []
    for name in names {
      guard let report = configuration.reports[name] else {
        throw JobError(
          .usage, "there is no report \(name)",
          action: "use one of: \(configuration.reports.keys.sorted().joined(separator: ", "))")
      }
      let face = faces.face(of: report)
      let datasets = ReportDatasets(
        tree: session.tree, report: report, face: face, leaf: leaf,
        statements: configuration.statements(of: faces.company)?.layout, reader: reader)
      let formats = try wanted ?? Self.formats(of: report)
      let template = formats.contains(.html) ? try pageTemplate(report.template) : nil
      let renderer = ReportRenderer(
        try datasets.spreadReport(), face: face, formats: formats, pageTemplate: template)
      files += try renderer.render(
        into: folder, tieOut: try Reporting.TieOut.table(tieOuts.shown(on: report))
      ) { try datasets.rows(of: $0) }
    }
    return files
  }

  private static func formats(of report: ReportDefinition) throws -> Set<ReportRenderer.Format> {
    report.formats.isEmpty
      ? [.xlsx, .csv] : try ReportRenderer.Format.named(report.formats)
  }

  /// A template of pages, with the style that all of them share.
  ///
  /// - Throws: `JobError` with exit code 78 where it is not there.
  func pageTemplate(_ name: String = "page") throws -> PageTemplate {
    let path = "reports/templates/\(name).mustache"
    guard let text = session.tree.text(path) else {
      throw JobError(
        .configuration, "there is no \(path)",
        action: "add it, or correct the report's `template`")
    }
    let style = session.tree.text("reports/templates/style.mustache") ?? ""
    return try PageTemplate(text, parts: ["style": style])
  }
}

extension [TieOut] {
  /// What a report prints: every comparison of figures, and the rows of the streams it rests on, of
  /// which there were any. A report that lists no streams rests on all of them.
  func shown(on report: ReportDefinition) -> [Reporting.TieOut] {
    filter { tie in
      tie.name != "rows"
        || tie.outcome != .nothingToCompare
          && (report.streams.isEmpty || report.streams.contains(tie.subject))
    }.map(\.shown)
  }
}

extension TieOut {
  /// The comparison as the tie-out sheet prints it.
  var shown: Reporting.TieOut {
    let (check, left, right) = words
    func amount(_ minor: Int64?) -> Money? {
      currency.flatMap { currency in minor.map { Money(minor: $0, in: currency) } }
    }
    guard name != "not_compared" else {
      return Reporting.TieOut(
        check: check, leftSide: left, left: nil, rightSide: right, right: nil, status: status)
    }
    guard currency != nil else {
      return Reporting.TieOut(
        check: check, leftSide: "\(left): \(actualCount ?? 0)", left: nil,
        rightSide: "\(right): \(expectedCount ?? 0)", right: nil, status: status)
    }
    return Reporting.TieOut(
      check: check, leftSide: left, left: amount(actualMinor), rightSide: right,
      right: amount(expectedMinor), status: status)
  }

  /// How it ended, which two empty sides never do by agreeing.
  private var status: Reporting.TieOut.Status {
    switch outcome {
    case .equal: .agrees
    case .different: .differs
    case .nothingToCompare: .nothing
    }
  }

  /// The comparison and its two sides in words.
  private var words: (check: String, left: String, right: String) {
    switch name {
    case "debits_credits": ("Debits and credits", "Credits", "Debits")
    case "trial_balance": ("Closing balances sum to zero", "All accounts", "Zero")
    case "balance_sheet":
      ("Balance sheet balances", "Assets", "Equity and liabilities with the result of the year")
    case "income_statement":
      ("Result of the year", "Income statement, year to date", "Balance sheet, undistributed")
    case "inventory": ("Inventory", "Account \(subject)", "Cost layers")
    case "accounts_receivable": ("Receivables", "Account \(subject)", "Open items")
    case "accounts_payable": ("Payables", "Account \(subject)", "Open items")
    case "customer_advances": ("Advances from customers", "Account \(subject)", "Open items")
    case "supplier_advances": ("Advances to suppliers", "Account \(subject)", "Open items")
    case "receivables_reclassified":
      ("Customers in credit", "Account \(subject)", "Open items by partner")
    case "payables_reclassified":
      ("Suppliers in debit", "Account \(subject)", "Open items by partner")
    case "receivables_valuation":
      ("Receivables at the closing rate", "Account \(subject)", "Open items, difference")
    case "payables_valuation":
      ("Payables at the closing rate", "Account \(subject)", "Open items, difference")
    case "grni_valuation":
      ("Goods received at the closing rate", "Account \(subject)", "Not invoiced, difference")
    case "goods_received_not_invoiced":
      ("Goods received not invoiced", "Account \(subject)", "Receipts less bills")
    case "certificate_flow": ("Cost pools conserve value", "Issued + closing", subject)
    case "certificate_layers":
      ("Certificates and layers", "Certificates, \(subject)", "Cost layers")
    case "certificate_account":
      ("Certificates and inventory account", "Account \(subject)", "Certificates")
    case "work_in_progress": ("Work in progress", "Account \(subject)", "Open production orders")
    case "production_variances":
      ("Production variances", "Entries of production orders", "Variances of the orders")
    case "inventory_allowance":
      ("Write-downs of inventory", "Account \(subject)", "Allowances of items")
    case "landed_cost_clearing":
      ("Landed costs not yet allocated", "Account \(subject)", "Charges without goods")
    case "what_if_stock": ("Stock, \(subject)", "Stock", "Sum of its changes")
    case "not_compared": ("Compared on the last day of a close only", subject, "")
    case "rows":
      (Reporting.TieOut.check(ofRowsOf: subject), "Posted, excluded, held or quarantined", "Read")
    case "quantity_on_hand":
      ("Quantity on hand", "Items that agree with the source", "Items the source counts")
    default: (name, subject, subject)
    }
  }
}
