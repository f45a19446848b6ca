import AccountingValues
import Extraction
import GeneralLedger

/// The shapes of everything that is posted: documents take their columns from the stream contracts,
/// engine events are the ledger's. Rules in `jobs/posting` name these kinds and fields.
enum PostingSchemas {
  /// A document stream that posts, and the stream of its lines.
  struct DocumentKind {
    let stream: String
    let lines: String?
  }

  /// Documents in the order they are posted.
  static let documents: [DocumentKind] = [
    DocumentKind(stream: "purchase_bills", lines: "purchase_bill_lines"),
    DocumentKind(stream: "debit_notes", lines: "debit_note_lines"),
    DocumentKind(stream: "sales_invoices", lines: "sales_invoice_lines"),
    DocumentKind(stream: "credit_notes", lines: "credit_note_lines"),
    DocumentKind(stream: "payments", lines: nil),
    DocumentKind(stream: "expenses", lines: nil),
    DocumentKind(stream: "payroll", lines: "payroll_lines"),
    DocumentKind(stream: "pos_sessions", lines: nil),
    DocumentKind(stream: "cash_transactions", lines: nil),
    DocumentKind(stream: "manual_journals", lines: "manual_journal_lines"),
    DocumentKind(stream: "opening_balances", lines: nil),
    DocumentKind(stream: "opening_items", lines: nil),
    DocumentKind(stream: "opening_work_orders", lines: nil),
  ].filter { StreamCatalogue.contract(named: $0.stream) != nil }

  /// Fields that documents get beyond their columns. Every amount has a companion in base currency,
  /// `total_base` beside `total`, which is the subledgers' own figure: so control accounts and open
  /// items cannot drift apart.
  static let documentExtras: [EventField] =
    withBase([EventField("difference", .amount), EventField("header_tax", .amount)])
    + [EventField("partner_group", .code), EventField("account_control", .code)]

  /// Fields that document lines get beyond their columns.
  static let lineExtras: [EventField] =
    withBase([EventField("recoverable_tax", .amount), EventField("unrecoverable_tax", .amount)])
    + [EventField("category", .code), EventField("matched", .flag)]

  /// Fields with a companion in base currency for each amount.
  private static func withBase(_ fields: [EventField]) -> [EventField] {
    fields.flatMap { field in
      field.type == .amount ? [field, EventField(field.name + "_base", .baseAmount)] : [field]
    }
  }

  /// Every schema, documents first. Items, partners and places are named by their numbers, which is
  /// what people write in rules and mappings, not by their source keys.
  static func all() -> [EventSchema] {
    documents.compactMap(schema(of:)) + EngineEvents.schemas
  }

  /// The rules with a base formula for every amount that has companions in base currency.
  static func withBaseAmounts(_ rules: [PostingRule], schemas: [EventSchema]) -> [PostingRule] {
    let byKind = Dictionary(uniqueKeysWithValues: schemas.map { ($0.kind, $0) })
    return rules.map { rule in
      guard let schema = byKind[rule.event] else { return rule }
      return rule.withLines(
        rule.lines.map { line in
          guard line.baseAmount == nil, let amount = line.amount else { return line }
          let names = Set((schema.header + schema.line).map(\.name))
          let terms = amount.terms.map {
            AmountFormula.Term($0.field + "_base", isSubtracted: $0.isSubtracted)
          }
          guard terms.allSatisfy({ names.contains($0.field) }) else { return line }
          return line.withBaseAmount(AmountFormula(terms: terms))
        })
    }
  }

  private static func schema(of kind: DocumentKind) -> EventSchema? {
    guard let header = StreamCatalogue.contract(named: kind.stream) else { return nil }
    let lines = kind.lines.flatMap { StreamCatalogue.contract(named: $0) }
    let headerFields = fields(of: header)
    let lineFields = lines.map(fields(of:)) ?? []
    return EventSchema(
      EventKind(kind.stream), header: headerFields + missing(documentExtras, from: headerFields),
      line: lines == nil ? [] : lineFields + missing(lineExtras, from: lineFields))
  }

  private static func missing(_ extras: [EventField], from fields: [EventField]) -> [EventField] {
    let names = Set(fields.map(\.name))
    return extras.filter { !names.contains($0.name) }
  }

  private static func fields(of contract: StreamContract) -> [EventField] {
    withBase(
      contract.columns.compactMap { column in
        switch column.kind {
        case .amount: EventField(column.name, .amount)
        case .quantity: EventField(column.name, .quantity)
        case .date: EventField(column.name, .date)
        case .boolean: EventField(column.name, .flag)
        case .key, .reference, .text, .currency, .enumeration: EventField(column.name, .code)
        case .unitCost, .rate, .integer, .timestamp, .flags, .json: nil
        }
      })
  }
}
