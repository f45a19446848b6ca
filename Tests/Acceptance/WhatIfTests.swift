import Platform
import TestSupport
import Testing

/// `what-if costing` as people call it: a table, files where they are asked for, and nothing else
/// changed.
@Suite("What if, by the command line")
struct WhatIfTests {
  /// Everything a run leaves behind in the warehouse.
  static let traces = """
    SELECT (SELECT md5(string_agg(r::text, ',' ORDER BY run_id)) FROM core.run r),
           (SELECT md5(string_agg(c::text, ',' ORDER BY c::text)) FROM core.current_run c),
           (SELECT md5(string_agg(c::text, ',' ORDER BY c::text)) FROM core.company c),
           (SELECT count(*) FROM core.observation), (SELECT count(*) FROM core.key_map)
    """

  @Test("it prints every method beside the books, and leaves no trace")
  func table() throws {
    let shop = try CornerShop.closedOnce()
    let before = try shop.published(Self.traces)
    let books = try shop.books()
    let answer = try shop.run("what-if", "costing", "--method", "lifo,moving_average")
    #expect(answer.code == 0 && answer.errors == "", "\(answer.text)")
    let lines = answer.output.split(separator: "\n").map(String.init)
    #expect(lines[0].hasPrefix("corner: 6 items costed otherwise, from 2026-01-01 to 2026-02-28"))
    let stock = try shop.published(
      "SELECT sum(value_left) FROM analytics.cost_layer WHERE period = '2026-02'")
    let cost = try shop.published(
      "SELECT sum(debit - credit) FROM analytics.journal_line WHERE account = '5000'")
    let own = lines[2].split(separator: " ").map(String.init)
    #expect(own[0] == "books" && own[1] == stock && own[5] == cost, "\(answer.output)")
    #expect(lines[3].hasPrefix("lifo "))
    #expect(lines[4].hasPrefix("moving_average "))
    #expect(lines[5].hasPrefix("lifo: Not for the books: IFRS"))
    #expect(try shop.published(Self.traces) == before)
    #expect(try shop.books() == books)
    let earlier = try shop.run(
      "what-if", "costing", "--method", "lifo", "--as-of", "2026-02-10", "--json")
    #expect(earlier.code == 0 && earlier.output.contains("\"asOf\" : \"2026-02-10\""))
  }

  @Test("files are written where --to says, and read the same twice")
  func files() throws {
    let shop = try CornerShop.closedOnce()
    func write(_ folder: String) throws -> [String: String] {
      let path = shop.directory.file(folder)
      let answer = try shop.run("what-if", "costing", "--method", "lifo", "--to", path)
      #expect(answer.code == 0, "\(answer.text)")
      let names = try FileSystem.list(path)
      #expect(names.count == 3 && names.allSatisfy { $0.contains("what_if_costing") }, "\(names)")
      return try names.reduce(into: [:]) {
        $0[$1] = try SHA256.digest(ofFile: "\(path)/\($1)").hex
      }
    }
    #expect(try write("one") == write("two"))
    let folder = shop.directory.file("one")
    let name = try #require(try FileSystem.list(folder).first { $0.contains("-items_") })
    let items = try FileSystem.readText("\(folder)/\(name)").split(whereSeparator: \.isNewline)
    #expect(items.count == 1 + 12, "\(items)")
  }

  @Test(
    "what cannot be asked ends with 64",
    arguments: [
      ["--method", "cheapest"], ["--method", "specific"], ["--method", ","],
      ["--method", "lifo", "--company", "nobody"], ["--method", "lifo", "--as-of", "2025-01-01"],
      ["--method", "lifo", "--format", "doc"],
    ])
  func usage(_ words: [String]) throws {
    let shop = try CornerShop.closedOnce()
    let answer = try Program.run(["what-if", "costing"] + words + shop.words)
    #expect(
      answer.code == 64 && answer.output == "" && answer.errors.contains("→"), "\(answer.text)")
  }

  @Test("data that would block a close is told, beside the figures without it")
  func blocked() throws {
    let shop = try CornerShop.closedOnce()
    try shop.change("UPDATE shop.sale SET quantity = 'NaN' WHERE id = 7")
    let answer = try shop.run("what-if", "costing", "--method", "lifo")
    #expect(answer.code == 65, "\(answer.text)")
    #expect(answer.output.contains("lifo") && answer.errors.contains("would keep this from being"))
  }
}
