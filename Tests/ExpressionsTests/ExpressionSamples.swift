import AccountingValues
import Expressions
import Testing

/// A sales line and its fields, as posting rules see one.
enum Sample {
  static let line = FieldSchema([
    .init("item", .text), .init("amount", .number), .init("tax", .number),
  ])
  static let schema = FieldSchema([
    .init("kind", .text), .init("amount", .number), .init("discount", .number),
    .init("date", .date), .init("reversed", .boolean), .init("partner.group", .text),
    .init("lines", .records(line)), .init("tags", .list(of: .text)),
  ])
  static let row: [FieldValue] = [
    .text("stock"), .number(decimal("120.50")), .null, .date(day("2026-10-31")), .boolean(false),
    .text("retail"),
    .list([
      .record([.text("A"), .number(decimal("100.50")), .number(decimal("20.10"))]),
      .record([.text("B"), .number(decimal("20")), .null]),
    ]),
    .list([.text("urgent"), .text("export")]),
  ]

  static func decimal(_ text: String) -> ExactDecimal {
    guard let number = try? ExactDecimal(parsing: text) else { fatalError("not a number: \(text)") }
    return number
  }

  static func day(_ text: String) -> CivilDate {
    guard let day = CivilDate(text) else { fatalError("not a day: \(text)") }
    return day
  }

  static func evaluate(_ json: String) throws -> FieldValue {
    try Expression(parsing: JSONText.tree(json)).compiled(for: schema).value(for: row)
  }
}

/// A condition with what it yields on the sample row.
struct Sentence: Sendable, CustomTestStringConvertible {
  var json: String
  var result: FieldValue
  init(_ json: String, _ result: FieldValue) {
    self.json = json
    self.result = result
  }
  init(_ json: String, _ truth: Bool) { self.init(json, .boolean(truth)) }
  init(_ json: String, _ number: String) {
    self.init(json, .number(Sample.decimal(number)))
  }
  var testDescription: String { json }
}
