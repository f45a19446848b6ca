import Platform
import TestSupport
import Testing

/// The summary of an ageing has the company's own columns, in every format.
@Suite("Ageing by the company's own buckets")
struct AgeingReportTests {
  /// The rows of a report's CSV file, the heading first. No field of these files is quoted.
  private func csv(_ report: String, of shop: CornerShop, in folder: String) throws -> [[String]] {
    let name = try #require(
      FileSystem.list(folder).first {
        $0.hasPrefix("\(CornerShop.company)_\(report)_2") && $0.hasSuffix(".csv")
      })
    return try FileSystem.readText("\(folder)/\(name)").split(separator: "\r\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
  }

  private func cents(_ text: String) throws -> Int {
    try #require(Int(text.replacing(".", with: "")))
  }

  /// In every row the columns add up to the last one; the sum of each column.
  private func sums(_ rows: [[String]]) throws -> [Int] {
    var sums = [Int](repeating: 0, count: rows[0].count - 2)
    for row in rows.dropFirst() {
      let figures = try row.dropFirst(2).map(cents)
      #expect(figures.dropLast().reduce(0, +) == figures.last, "\(row)")
      for (column, figure) in figures.enumerated() { sums[column] += figure }
    }
    return sums
  }

  /// What plain SQL says of the columns, by days overdue, of documents that are owed.
  private func recorded(_ ledger: String, _ bounds: [Int], _ shop: CornerShop) throws -> [Int] {
    var conditions = ["days_overdue <= 0"]
    for (from, through) in zip([0] + bounds, bounds) {
      conditions.append("days_overdue BETWEEN \(from + 1) AND \(through)")
    }
    conditions.append("days_overdue > \(bounds.last ?? 0)")
    let sign = ledger == "payable" ? "-" : ""
    let sums = (conditions + ["true"]).map {
      "coalesce(sum(\(sign)residual) FILTER (WHERE \($0)), 0) * 100"
    }
    return try shop.published(
      """
      SELECT unnest(ARRAY[\(sums.joined(separator: ", "))])::int8 FROM analytics.ageing
       WHERE ledger = '\(ledger)' AND period = '2026-02' AND kind = 'invoice'
      """
    ).split(separator: "\n").compactMap { Int($0) }
  }

  @Test(
    "Buckets of 7, 14, 45 and 180 days, and the usual ones",
    arguments: [
      (
        "ageing: {buckets: [7, 14, 45, 180]}", [7, 14, 45, 180],
        ["not_due", "days_1_7", "days_8_14", "days_15_45", "days_46_180", "over_180"]
      ),
      (
        "", [30, 60, 90, 120],
        ["not_due", "days_1_30", "days_31_60", "days_61_90", "days_91_120", "over_120"]
      ),
    ])
  func columns(setting: String, bounds: [Int], names: [String]) throws {
    let shop = try CornerShop.opened()
    try shop.write(
      "jobs/companies/\(CornerShop.company).yaml", CornerShop.companyFile(more: setting))
    let run = try shop.run("run", "nightly")
    #expect(run.code == 0, "\(run.text)")
    let folder = "\(shop.output)/\(CornerShop.company)/current"
    for ledger in ["receivable", "payable"] {
      let rows = try csv("aged_\(ledger)s", of: shop, in: folder)
      #expect(
        rows[0] == ["partner", "partner_name"] + names
          + ["credits", "unapplied", "advances", "residual"])
      let found = try sums(rows)
      let expected = try recorded(ledger, bounds, shop)
      #expect(found.prefix(names.count) == expected.dropLast(), "\(ledger)")
      // The shop has neither credit notes nor payments that wait, so these columns are empty.
      #expect(found.dropFirst(names.count) == [0, 0, 0] + expected.suffix(1))
      #expect(expected.filter { $0 != 0 }.count > 2 && expected[4] == 0 && expected[5] == 0)
    }
    let answer = try shop.run(
      "report", "aged_receivables", "--format", "html", "--to", shop.directory.file("pages"))
    #expect(answer.code == 0, "\(answer.text)")
    let name = try #require(FileSystem.list(shop.directory.file("pages")).first)
    let page = try FileSystem.readText(shop.directory.file("pages/\(name)"))
    #expect(page.contains("\(bounds[2] + 1)–\(bounds[3]) days"))
    #expect(page.contains("Over \(bounds[3]) days"))
  }

  @Test("A closed month keeps the columns it was filed with")
  func closedMonth() throws {
    let shop = try CornerShop.closedOnce()
    let closed = try shop.run("period", "close", "2026-01", "--company", CornerShop.company)
    #expect(closed.code == 0, "\(closed.text)")
    let before = try written(shop, "2026-01", to: "before")
    try shop.write(
      "jobs/companies/\(CornerShop.company).yaml",
      CornerShop.companyFile(more: "ageing: {buckets: [10]}"))
    let run = try shop.run("run", "nightly")
    #expect(run.code == 0, "\(run.text)")
    #expect(try written(shop, "2026-01", to: "after") == before)
    let february = try written(shop, "2026-02", to: "february")
    #expect(february[0].dropFirst(2).prefix(4) == ["not_due", "days_1_10", "over_10", "credits"])
    #expect(before[0].contains("days_91_120"))
  }

  private func written(_ shop: CornerShop, _ period: String, to folder: String) throws -> [[String]]
  {
    let answer = try shop.run(
      "report", "aged_receivables", "--period", period, "--format", "csv", "--to",
      shop.directory.file(folder))
    #expect(answer.code == 0, "\(answer.text)")
    return try csv("aged_receivables", of: shop, in: shop.directory.file(folder))
  }
}
