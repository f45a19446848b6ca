import Tables
import Testing

@Suite("A report definition does not contradict itself")
struct ReportDefinitionTests {
  static func report(_ change: (inout ReportDefinition) -> Void = { _ in }) -> ReportDefinition {
    var report = ReportDefinition(
      name: "stock", title: "Stock", description: "What lies in the warehouses.",
      sheets: [
        SheetDefinition(
          name: "stock", title: "Stock", grain: "one row per item", dataset: "stock",
          columns: [
            ReportColumn(Column(name: "item", type: .code)),
            ReportColumn(Column(name: "quantity", type: .quantity), total: .subtotal),
            ReportColumn(Column(name: "value", type: .money(.base)), total: .sum),
          ], groups: ["item"], order: ["item", "-value"])
      ])
    change(&report)
    return report
  }

  @Test("A sound definition has no contradiction")
  func sound() { #expect(Self.report().contradictions == []) }

  @Test("Every contradiction is told in a sentence that names the sheet and the column")
  func contradictions() {
    let cases: [((inout ReportDefinition) -> Void, String)] = [
      ({ $0.name = "Stock 1" }, "lower-case"),
      ({ $0.sheets = [] }, "at least one sheet"),
      ({ $0.sheets.append($0.sheets[0]) }, "sheet 'stock' is defined twice"),
      ({ $0.sheets[0].columns = [] }, "at least one column"),
      ({ $0.sheets[0].columns.append($0.sheets[0].columns[0]) }, "'item' is defined twice"),
      ({ $0.sheets[0].groups = ["bin"] }, "there is no column 'bin'"),
      ({ $0.sheets[0].order = ["value"] }, "the order starts with the groups"),
      ({ $0.sheets[0].groups = [] }, "'quantity' has subtotals but the sheet has no groups"),
      ({ $0.sheets[0].columns[0].total = .sum }, "'item' is not of a kind that adds up"),
      ({ $0.sheets[0].columns[0].width = 400 }, "'item' is 400 characters wide"),
      ({ $0.sheets[0].columns[0].isOnPage = false }, "'item' has groups, so the page shows it too"),
      (
        {
          $0.sheets[0].columns[2].column = Column(name: "value", type: .money(.column("currency")))
        }, "there is no column 'currency'"
      ),
      (
        {
          $0.spread(1, by: "bin"); $0.spread(2, by: "bin")
        }, "only one column of a sheet"
      ),
      ({ $0.spread(1, by: "Bin 1") }, "'Bin 1': names are made"),
      ({ $0.spread(1, by: "item") }, "'item' says which column an amount is for"),
      ({ $0.spread(0, by: "bin") }, "'item' is spread, so nothing can be ordered by it"),
      ({ $0.spread(1, by: "bin", sumsTo: "total") }, "there is no column 'total'"),
      ({ $0.spread(1, by: "bin", sumsTo: "value") }, "'value' is not of the kind"),
    ]
    for (change, expected) in cases {
      let found = Self.report(change).contradictions
      #expect(found.contains { $0.contains(expected) }, "\(expected) is missing in \(found)")
    }
  }
}

extension ReportDefinition {
  /// Spreads a column of the first sheet.
  fileprivate mutating func spread(_ column: Int, by name: String, sumsTo: String? = nil) {
    sheets[0].columns[column].spread = ColumnSpread(by: name, over: "bins", sumsTo: sumsTo)
  }
}
