import Foundation
import TestSupport
import Testing

/// Balances as another program prints them, `1200|USD|110.00` each, none that is zero.
enum ForeignBalances {
  /// With costs in base, or in the currencies of the lines.
  static func of(_ file: String, by program: ForeignProgram, atCost: Bool) throws -> [String] {
    let cost = atCost ? ["-B"] : []
    switch program {
    case .hledger:
      let rows = try program.answer(
        ["-f", file, "balance", "--flat", "-N", "-O", "csv"] + cost)
      return try rows.dropFirst().flatMap { row in
        let cells = fields(row)
        return try cells[1].components(separatedBy: ", ")
          .compactMap { try line(account: cells[0], amount: $0) }
      }.sorted()
    case .ledger:
      return try ledger(
        program.answer(["-f", file, "--pedantic", "balance", "--flat", "--no-total"] + cost))
    }
  }

  /// Balances in base at the end of each month, `2026-02|1200|110.00` each.
  static func monthly(_ file: String) throws -> [String] {
    let rows = try ForeignProgram.hledger.answer([
      "-f", file, "balance", "-B", "--monthly", "--historical", "--flat", "-N", "-O", "csv",
    ])
    let months = fields(try #require(rows.first)).dropFirst()
    return try rows.dropFirst().flatMap { row in
      let cells = fields(row)
      return try zip(months, cells.dropFirst()).compactMap { month, cell in
        try line(account: cells[0], amount: cell).map { line in
          let parts = line.split(separator: "|")
          return "\(month)|\(parts[0])|\(parts[2])"
        }
      }
    }.sorted()
  }

  /// The cells of a line of CSV that quotes every one of them.
  private static func fields(_ row: Substring) -> [String] {
    row.dropFirst().dropLast().components(separatedBy: "\",\"")
  }

  private static func line(account: String, amount: String) throws -> String? {
    let words = amount.split(separator: " ")
    if words == ["0"] { return nil }
    try #require(words.count == 2, "\(account): \(amount)")
    let code = try #require(account.split(separator: ":").last?.split(separator: " ").first)
    return "\(code)|\(words[1])|\(words[0])"
  }

  /// Several currencies of an account stand in several lines, of which the last names it.
  private static func ledger(_ rows: [Substring]) throws -> [String] {
    var found: [String] = []
    var amounts: [String] = []
    for row in rows {
      let text = row.drop { $0 == " " }
      let end = text.range(of: "  ")
      amounts.append(String(text[..<(end?.lowerBound ?? text.endIndex)]))
      guard let end else { continue }
      let account = String(text[end.upperBound...])
      found += try amounts.compactMap { try line(account: account, amount: $0) }
      amounts = []
    }
    #expect(amounts.isEmpty)
    return found.sorted()
  }
}
