import AccountingValues
import Foundation
import GeneralLedger

/// One way in which a line of a statement selects accounts, as datasets read it in `:statement_lines`:
/// a range of codes, a type, or neither where the line holds the result of the year.
struct StatementRow: Encodable {
  let seq: Int
  let statement: String
  let part: String
  let section: String
  let line: String
  /// The factor to credit less debit that makes amounts of the part's side positive.
  let sign: Int64
  var firstAccount: String?
  var lastAccount: String?
  var accountType: String?
  /// On one row only, however many ways the line has.
  var holdsResult: Bool
  let isKey: Bool

  private enum CodingKeys: String, CodingKey {
    case seq, statement, part, section, line, sign
    case firstAccount = "first_account"
    case lastAccount = "last_account"
    case accountType = "account_type"
    case holdsResult = "holds_result"
    case isKey = "is_key"
  }

  init(_ line: StatementLine, seq: Int) {
    self.seq = seq
    statement = line.statement.rawValue
    part = line.part
    section = line.section
    self.line = line.title
    sign = -line.side.sign
    holdsResult = false
    isKey = line.isKey
  }

  /// A layout as a JSON array, in the order of its lines.
  static func text(of layout: StatementLayout) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let selectors = layout.lines.enumerated().flatMap {
      Self.rows(of: $0.element, seq: $0.offset + 1)
    }
    do {
      return String(decoding: try encoder.encode(selectors), as: UTF8.self)
    } catch {
      accountingFault("the lines of a statement, texts and numbers, do not encode: \(error)")
    }
  }

  private static func rows(of line: StatementLine, seq: Int) -> [StatementRow] {
    var rows = line.accounts.map { range in
      var row = StatementRow(line, seq: seq)
      row.firstAccount = range.first
      row.lastAccount = range.last
      return row
    }
    rows += line.types.map { type in
      var row = StatementRow(line, seq: seq)
      row.accountType = type.rawValue
      return row
    }
    if line.holdsResult {
      var row = StatementRow(line, seq: seq)
      row.holdsResult = true
      rows.append(row)
    }
    return rows
  }
}
