import AccountingValues
@testable import Extraction
import Testing

/// Cells, their findings, and what accessors give.
@Suite struct StreamRowTests {
  private func read(_ rows: Rows) throws -> (rows: [StreamRow], reader: StreamReader) {
    let reader = rows.reader()
    return (try reader.rows(), reader)
  }

  @Test("A sound payment gives typed values")
  func typedValues() throws {
    let (rows, reader) = try read(
      Rows(
        "payments",
        "payment_key document_number document_date accounting_date recorded_at currency "
          + "exchange_rate direction partner_role amount is_advance flags",
        [
          "17,P-17,2026-03-01,2026-03-02,2026-03-02 09:30:00.5,JPY,0.0067,in,customer,1200.5,true,"
            + "inferred_application;missing_date"
        ]))
    let row = try #require(rows.first)
    #expect(reader.findings.isEmpty)
    #expect(row.stream == "payments" && row.documentNumber == "P-17")
    #expect(row.key == SourceKey("17") && row.key("payment_key") == SourceKey("17"))
    #expect(row.date("accounting_date") == CivilDate("2026-03-02"))
    #expect(
      row.timestamp("recorded_at")?.microsecondsSince1970 == 1_772_443_800_500_000)
    #expect(row.order?.recordedAt == row.timestamp("recorded_at"))
    #expect(row.order?.rank == 60)
    #expect(row.currency()?.code == "JPY")
    let yen = try #require(row.currency())
    #expect(row.money("amount", in: yen)?.minor == 1201)
    #expect(row.decimal("amount")?.description == "1200.5")
    #expect(row.decimal("exchange_rate")?.description == "0.0067")
    #expect(row.boolean("is_advance") == true)
    #expect(row.flags == ["missing_date", "inferred_application"])
    #expect(row.key("partner_key") == nil && row.money("fee_amount", in: yen) == nil)
    #expect(row.text("direction") == "in")
  }

  struct BadCell: Sendable, CustomTestStringConvertible {
    let column: String
    let value: String
    let code: String
    let message: String
    var testDescription: String { "\(column) = '\(value)'" }
  }

  static let badCells: [BadCell] = [
    ("quantity", "NaN", "SRC-002", "quantity is 'NaN', and it must be a finite decimal number."),
    ("quantity", "1e3", "SRC-002", "quantity is '1e3', and it must be a finite decimal number."),
    ("quantity", "1,5", "SRC-002", ""),
    ("quantity", "0.0000001", "SRC-004", "quantity is 0.0000001, which has more than 6 decimals."),
    ("quantity", "9223372036854.775808", "SRC-003", ""),
    ("quantity", "", "SRC-001", "quantity is NULL, and every row must fill it."),
    ("value", "922337203685477.58075", "SRC-003", ""),
    (
      "value", "99999999999999999999999999999999999999", "SRC-003",
      "value is 99999999999999999999999999999999999999, which is out of range."
    ),
    ("exchange_rate", "1.0000000001", "SRC-004", ""),
    (
      "price_state", "unknown", "SRC-005",
      "price_state is 'unknown', and it must be one of known, free, missing."
    ),
    ("owner", "OWN", "SRC-005", ""),
    ("flags", "residual;guessed", "SRC-006", ""),
    ("currency", "EURO", "SRC-009", "currency is 'EURO', which is not an ISO 4217 currency."),
    ("currency", "eur", "SRC-009", ""),
    ("movement_key", "", "SRC-007", "movement_key is NULL, and it is part of the key."),
    ("movement_key", "a|", "", ""),
    (
      "accounting_date", "2026-02-30", "SRC-010",
      "accounting_date is '2026-02-30', and it must be a date like 2026-10-31."
    ),
    ("accounting_date", "", "SRC-001", ""),
    ("recorded_at", "2026-02-03 24:00:00", "SRC-010", ""),
    ("sequence", "1.0", "SRC-010", "sequence is '1.0', and it must be a whole number."),
  ].map { BadCell(column: $0.0, value: $0.1, code: $0.2, message: $0.3) }

  private static let columns = [
    "movement_key", "accounting_date", "recorded_at", "sequence", "kind", "item_key", "quantity",
    "price_state", "value", "currency", "exchange_rate", "owner", "flags",
  ]

  private func movement(_ column: String, _ value: String) throws -> Rows {
    var cells = [
      "movement_key": "7", "accounting_date": "2026-01-31", "kind": "receipt", "item_key": "A",
      "quantity": "2", "price_state": "known", "value": "10",
    ]
    cells[column] = value.replacing(",", with: "٫")
    return try Rows(
      "stock_movements", Self.columns.joined(separator: " "),
      [Self.columns.map { cells[$0] ?? "" }.joined(separator: ",")])
  }

  @Test("A bad cell is a finding on its row, never a trap", arguments: badCells)
  func badCell(_ example: BadCell) throws {
    let (rows, reader) = try read(movement(example.column, example.value))
    if example.code.isEmpty {
      #expect(rows.count == 1 && reader.findings.isEmpty)
      return
    }
    #expect(rows.isEmpty)
    #expect(reader.findings.map(\.code) == [example.code])
    let finding = try #require(reader.findings.first)
    #expect(finding.severity == .error && finding.origin == "stock_movements")
    #expect(finding.message.contains(example.column))
    #expect(finding.key == (example.column == "movement_key" ? "NULL" : "7"))
    if !example.message.isEmpty { #expect(finding.message == example.message) }
    #expect(finding.action.contains("stock_movements.sql"))
    #expect(reader.tally.read.rows == 1 && reader.tally.quarantined.rows == 1)
    #expect(reader.tally.isComplete)
  }

  @Test("Several bad cells of one row are told one by one, and the row is counted once")
  func severalBadCells() throws {
    let (rows, reader) = try read(
      Rows(
        "stock_movements",
        "movement_key accounting_date kind item_key quantity price_state value currency",
        ["7,2026-01-31,receive,A,NaN,known,12.345,EUR"]))
    #expect(rows.isEmpty)
    #expect(reader.findings.map(\.code) == ["SRC-002", "SRC-005"])
    #expect(reader.findings.first?.amount?.description == "12.35 EUR")
    #expect(reader.tally.quarantined.rows == 1)
    #expect(reader.tally.quarantined.amounts["EUR"]?.description == "12.345")
    #expect(reader.tally.quarantined.unreadable == 1)
  }

  @Test("The exact extremes that still fit")
  func extremes() throws {
    let (rows, reader) = try read(
      Rows(
        "stock_movements", "movement_key accounting_date kind item_key quantity price_state value",
        [
          "1,0001-01-01,receipt,A,9223372036854.775807,known,922337203685477.5807",
          "2,9999-12-31,issue,A,-9223372036854.775807,missing,",
        ]))
    #expect(reader.findings.isEmpty)
    #expect(rows.first?.quantity("quantity")?.micros == Int64.max)
    #expect(rows.last?.quantity("quantity")?.micros == -Int64.max)
    let four = try #require(Currency(code: "CLF"))
    #expect(rows.first?.money("value", in: four)?.minor == Int64.max)
  }

  @Test("Composite keys keep their parts apart and print with a slash")
  func compositeKeys() throws {
    let (rows, _) = try read(
      Rows(
        "stock_movements", "movement_key accounting_date kind item_key quantity price_state",
        ["sale|SO-1|2,2026-01-01,issue,A,-1,missing"]))
    #expect(rows.first?.key == SourceKey("sale\u{1F}SO-1\u{1F}2"))
    #expect(rows.first?.key.displayText == "sale/SO-1/2")
  }

  @Test("A missing optional part of a key is a key of its own")
  func optionalKeyPart() throws {
    let (rows, reader) = try read(
      Rows(
        "reorder_policies", "item_key location_key policy",
        ["10,W1,min_max", "10,,reorder_point", "9,,min_max"]))
    #expect(reader.findings.isEmpty)
    #expect(rows.map(\.key.displayText) == ["9/", "10/", "10/W1"])
  }

  @Test("Ten thousand bad rows are told by a thousand examples and a count")
  func manyFindings() throws {
    let (rows, reader) = try read(
      Rows(
        "locations", "location_key name kind",
        (1...10_000).map { "\($0),L\($0),shed" } + ["10001,L,store"]))
    #expect(rows.count == 1)
    #expect(reader.findings.count == 1001)
    #expect(reader.findings.contains { $0.message == "9000 more rows have the same defect." })
    #expect(reader.tally.quarantined.rows == 10_000)
  }

  @Test(
    "Moments of every spelling",
    arguments: [
      ("1970-01-01 00:00:00", 0), ("1970-01-01T00:00:01Z", 1_000_000),
      ("1970-01-01 00:00:00.000001", 1), ("1970-01-01 02:00:00+02", 0),
      ("1969-12-31 18:30:00-05:30", 0), ("1969-12-31 23:59:59.9", -100_000),
    ] as [(String, Int64)])
  func moments(_ text: String, _ expected: Int64) {
    #expect(TextCells.moment(text) == expected)
  }

  @Test(
    "What is no moment",
    arguments: [
      "", "1970-01-01", "1970-01-01 00:00", "1970-01-01 00:00:60", "1970-01-01 00:00:00.",
      "1970-01-01 00:00:00.1234567", "1970-01-01 00:00:00 Z", "1970-01-01 00:00:00+2",
      "1970-01-01 00:00:00+02:60", "1970-01-01_00:00:00", "1970-13-01 00:00:00",
    ])
  func noMoments(_ text: String) { #expect(TextCells.moment(text) == nil) }
}
