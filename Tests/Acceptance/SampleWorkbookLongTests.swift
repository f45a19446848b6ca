import Platform
import TestSupport
import Testing

/// The workbooks people open in the morning, opened by a program that has nothing in common with
/// the one that wrote them.
@Suite(
  "The sample's workbooks in openpyxl",
  .enabled(if: WorkbookAudit.python != nil, "python3 with openpyxl is not installed"))
struct SampleWorkbookLongTests {
  @Test("every sheet opens: heading, filter, formats, and totals that are the sum of their cells")
  func workbooks() throws {
    let machine = try SampleMachineLongTests.first()
    let workbooks = try machine.files().keys.filter { $0.hasSuffix(".xlsx") }.sorted()
    let verdict = try WorkbookAudit.verdict(
      on: workbooks.map { "\(machine.folder)/output/\($0)" },
      python: try #require(WorkbookAudit.python))
    #expect(verdict.faults.isEmpty, "\(verdict.faults.prefix(10))")
    #expect(verdict.seen["workbooks"] == workbooks.count && workbooks.count >= 16)
    for (kind, least) in [("sheets", 50), ("numbers", 10_000), ("days", 1000), ("totals", 500)] {
      #expect((verdict.seen[kind] ?? 0) >= least, "\(kind): \(verdict.seen)")
    }
  }

  @Test("a workbook with faults does not pass")
  func faults() throws {
    let directory = try TemporaryDirectory("workbook")
    let python = try #require(WorkbookAudit.python)
    let path = directory.file("bad.xlsx")
    let made = try ChildProcess.run(ChildCommand(python, ["-c", Self.faulty, path]))
    #expect(made.isSuccess, "\(made.errorOutput)")
    let faults = try WorkbookAudit.verdict(on: [path], python: python).faults
    for fault in [
      "bad.xlsx does not begin with its cover", "Loose the heading is not frozen",
      "Loose there is no filter", "Framed the filter is on row 2, the heading on row 1",
      "Framed!B4 a total without a stored value", "Framed!B2 a number without a format",
      "Framed!A3 a formula that is no total: =HYPERLINK(\"http://example.com\")",
      "Framed does not print on the width of a page", "Framed pages have no numbers",
    ] {
      #expect(faults.contains("bad.xlsx \(fault)") || faults.contains(fault), "\(fault): \(faults)")
    }
    try expectWrongTotal(in: path, directory, python)
  }

  /// A stored total that is a cent beside its cells.
  private func expectWrongTotal(
    in path: String, _ directory: TemporaryDirectory, _ python: String
  ) throws {
    let wrong = directory.file("wrong.xlsx")
    let made = try ChildProcess.run(ChildCommand(python, ["-c", Self.wronglyStored, path, wrong]))
    #expect(made.isSuccess, "\(made.errorOutput)")
    let faults = try WorkbookAudit.verdict(on: [wrong], python: python).faults
    #expect(
      faults.contains("wrong.xlsx Framed!B4 stored 12.31, the cells make 12.3"), "\(faults)")
  }

  private static let faulty = """
    import openpyxl, sys
    book = openpyxl.Workbook()
    loose = book.active
    loose.title = 'Loose'
    loose.append(['Account', 'Amount'])
    framed = book.create_sheet('Framed')
    framed.append(['Account', 'Amount'])
    framed.append(['1000', 12.30])
    framed['A3'] = '=HYPERLINK("http://example.com")'
    framed['B4'] = '=SUBTOTAL(109,B2:B3)'
    framed.freeze_panes = 'A2'
    framed.auto_filter.ref = 'A2:B3'
    book.save(sys.argv[1])
    """

  /// openpyxl stores no values of formulas, so the value is put into the sheet's XML.
  private static let wronglyStored = """
    import sys, zipfile
    with zipfile.ZipFile(sys.argv[1]) as old, zipfile.ZipFile(sys.argv[2], 'w') as new:
        for name in old.namelist():
            part = old.read(name)
            if name == 'xl/worksheets/sheet2.xml':
                changed = part.replace(b'</f><v></v>', b'</f><v>12.31</v>').replace(
                    b'</f><v />', b'</f><v>12.31</v>').replace(b'</f><v/>', b'</f><v>12.31</v>')
                assert changed != part
                part = changed
            new.writestr(name, part)
    """
}
