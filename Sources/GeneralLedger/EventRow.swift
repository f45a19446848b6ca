import AccountingValues
import Expressions

/// How a condition's field is read from an event.
enum FieldReader {
  case field(PostingEvent.Slot, EventFieldType)
  case currency, accountingDate, documentDate, documentNumber
  case constant(FieldValue)
}

/// The fields that conditions of one kind and scope may name, and where each is read.
struct ConditionFields {
  let schema: FieldSchema
  let readers: [FieldReader]

  /// A header condition sees the header; a line condition the line, then what the header has
  /// beside it.
  init(_ schema: EventSchema, scope: PostingLine.Scope, constants: [(String, String)]) {
    var fields: [FieldSchema.Field] = []
    var readers: [FieldReader] = []
    var seen: Set<String> = []
    func add(_ name: String, _ type: FieldType, _ reader: FieldReader) {
      guard seen.insert(name).inserted else { return }
      fields.append(.init(name, type))
      readers.append(reader)
    }
    if scope == .line {
      for (position, field) in schema.line.enumerated() {
        add(field.name, field.type.inConditions, .field(.line(position), field.type))
      }
    }
    for (position, field) in schema.header.enumerated() {
      add(field.name, field.type.inConditions, .field(.header(position), field.type))
    }
    add("currency", .text, .currency)
    add("accounting_date", .date, .accountingDate)
    add("document_date", .date, .documentDate)
    add("document_number", .text, .documentNumber)
    for (name, value) in constants { add(name, .text, .constant(.text(value))) }
    self.schema = FieldSchema(fields)
    self.readers = readers
  }
}

extension EventFieldType {
  /// The type as conditions see it: amounts in major units, quantities in units.
  var inConditions: FieldType {
    switch self {
    case .amount, .baseAmount, .quantity: .number
    case .date: .date
    case .code, .text: .text
    case .flag: .boolean
    }
  }
}

/// An event, or one line of it, as a condition reads it.
struct EventRow: FieldSource {
  let event: PostingEvent
  let line: Int
  let readers: [FieldReader]
  let pool: CodePool
  let base: Currency

  func field(at position: Int) -> FieldValue {
    switch readers[position] {
    case .constant(let value): return value
    case .currency: return .text(event.currency.code)
    case .accountingDate: return .date(event.order.date)
    case .documentDate: return .date(event.documentDate)
    case .documentNumber: return .text(event.number)
    case .field(let slot, let type):
      let raw = event.raw(slot, line: line)
      return raw == EventValue.missingRaw ? .null : value(raw, type)
    }
  }

  private func value(_ raw: Int64, _ type: EventFieldType) -> FieldValue {
    switch type {
    case .amount: decimal(raw, scale: event.currency.minorDigits)
    case .baseAmount: decimal(raw, scale: base.minorDigits)
    case .quantity: decimal(raw, scale: 6)
    case .date: .date(CivilDate(daysSince1970: Int32(truncatingIfNeeded: raw)))
    case .code, .text: .text(pool[Int32(truncatingIfNeeded: raw)])
    case .flag: .boolean(raw != 0)
    }
  }

  private func decimal(_ raw: Int64, scale: Int) -> FieldValue {
    do { return .number(try ExactDecimal(significand: Int128(raw), scale: scale)) } catch {
      accountingFault("an Int64 with \(scale) decimals is a decimal")
    }
  }
}
