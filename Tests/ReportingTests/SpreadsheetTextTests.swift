import Testing

@testable import Reporting

@Suite("Text and names fit a spreadsheet")
struct SpreadsheetTextTests {
  @Test(
    "Only what a cell cannot hold is changed",
    arguments: [
      ("=1+1", "=1+1"), ("a\r\nb\rc\nd", "a\nb\nc\nd"), ("tab\there", "tab\there"),
      ("bell\u{7}", "bell\u{FFFD}"), ("nul\u{0}x", "nul\u{FFFD}x"), ("\u{FFFE}", "\u{FFFD}"),
      ("_x000D_", "_x005F_x000D_"), ("_x00G0_", "_x00G0_"), ("snake_x", "snake_x"),
      ("Zürich ∑ 漢", "Zürich ∑ 漢"),
    ])
  func fitted(_ text: String, _ expected: String) {
    #expect(SpreadsheetText.fitted(text).unicodeScalars.elementsEqual(expected.unicodeScalars))
  }

  @Test("A text beyond the cell's limit is shortened and says so")
  func long() {
    let exact = String(repeating: "x", count: 32_767)
    #expect(SpreadsheetText.fitted(exact) == exact)
    let fitted = SpreadsheetText.fitted(String(repeating: "😀", count: 20_000))
    #expect(fitted.utf16.count <= 32_767)
    #expect(fitted.hasSuffix("(shortened; the CSV file has all of it)"))
  }

  @Test("Tabs get allowed, different names")
  func names() {
    var names = SheetNames()
    let wished = [
      "Stock", "stock", "STOCK", "A/B: [c]*?\\", "'quoted'", "", "History",
      "A title that is far too long for a tab", "A title that is far too long for a tub",
      String(repeating: "😀", count: 20),
    ]
    let given = wished.map { names.name(for: $0) }
    #expect(
      given == [
        "Stock", "stock (2)", "STOCK (3)", "A-B- -c----", "quoted", "Sheet", "History (2)",
        "A title that is far too long fo", "A title that is far too lon (2)",
        String(repeating: "😀", count: 15),
      ])
    #expect(given.allSatisfy { $0.utf16.count <= 31 })
    #expect(SheetNames.quoted("Bob's") == "'Bob''s'")
  }

  @Test(
    "Columns are lettered as spreadsheets do",
    arguments: [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
  func letters(_ column: Int, _ expected: String) {
    #expect(WorkbookTable.letters(column) == expected)
  }

  @Test("File names carry the face and no path")
  func fileNames() {
    var face = SampleReports.face
    #expect(
      face.fileName(of: "trial_balance", extension: "xlsx")
        == "NORD_trial_balance_2026-10_as-of-2026-10-31_PROVISIONAL_3f2a9c01b7de.xlsx")
    face.companyCode = "../ä b"
    #expect(face.fileName(of: "x", extension: "csv").hasPrefix("-.---b_x_"))
    #expect(ReportFace.name(of: "detail", in: "aged") == "aged-detail")
  }
}

@Suite("Wrapped text states its height")
struct WrappedTextTests {
  @Test(
    "Words flow, long ones break, paragraphs add up",
    arguments: [
      ("", 10, 1), ("one two", 10, 1), ("one two three", 10, 2), ("one\ntwo", 10, 2),
      ("abcdefghijklmnopqrstuvwxyz", 10, 3), ("0123456789 x", 10, 2), ("a\n\nb", 10, 3),
    ])
  func lines(_ text: String, _ width: Int, _ expected: Int) {
    #expect(WrappedText.lines(text, width: width) == expected)
  }

  @Test("A row is never higher than a spreadsheet allows")
  func height() {
    #expect(WrappedText.height(lines: 1) == 16)
    #expect(WrappedText.height(lines: 1_000) == 409)
  }
}
