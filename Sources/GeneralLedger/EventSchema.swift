/// What happened: the name of a document stream (`sales_invoices`) or of an event the engine makes
/// (`stock_issue`).
public struct EventKind: RawRepresentable, Hashable, Sendable, Comparable {
  /// The name as written in YAML.
  public let rawValue: String

  /// A kind by name.
  public init(rawValue: String) { self.rawValue = rawValue }
  /// A kind by name.
  public init(_ name: String) { rawValue = name }

  /// By name.
  public static func < (a: EventKind, b: EventKind) -> Bool { a.rawValue < b.rawValue }
}

extension EventKind: ExpressibleByStringLiteral {
  /// A kind by name.
  public init(stringLiteral value: String) { rawValue = value }
}

extension EventKind: CustomStringConvertible {
  /// The name.
  public var description: String { rawValue }
}

/// What a field of an event holds. Every value is carried as one Int64.
public enum EventFieldType: String, Hashable, Sendable, CaseIterable {
  /// Minor units of the event's currency; converted to base at the event's rate.
  case amount
  /// Minor units of the company's base currency.
  case baseAmount = "base_amount"
  /// Millionths: quantities, shares, percentages.
  case quantity
  /// A day.
  case date
  /// A key or code of a `CodePool`.
  case code
  /// Free text of a `CodePool`.
  case text
  /// True or false.
  case flag
}

/// A field of an event, by which rules know it.
public struct EventField: Hashable, Sendable {
  /// The column's name.
  public let name: String
  /// What it holds.
  public let type: EventFieldType
  /// The mapping criterion its value feeds.
  public let criterion: MappingCriterion?

  /// A field. Without an explicit criterion the name decides: `item_key` and `item` feed
  /// `item`, and so on (`EventField.criteriaByName`).
  public init(_ name: String, _ type: EventFieldType, criterion: MappingCriterion? = nil) {
    self.name = name
    self.type = type
    self.criterion = criterion ?? Self.criteriaByName[name]
  }

  /// Columns of the stream contracts that feed a mapping criterion.
  public static let criteriaByName: [String: MappingCriterion] = [
    "item": .item, "item_key": .item, "category": .category, "partner": .partner,
    "partner_key": .partner, "partner_group": .partnerGroup, "location": .location,
    "location_key": .location, "cash_account": .cashAccount, "cash_account_key": .cashAccount,
    "payment_method": .paymentMethod, "reason": .reason, "tax_code": .taxCode,
  ]
}

/// The shape of one kind of event: what its header and its lines carry. Made from a stream contract
/// for documents; `EngineEvents` has those the engine makes.
public struct EventSchema: Hashable, Sendable {
  /// Which events have this shape.
  public let kind: EventKind
  /// The fields of the header, by position.
  public let header: [EventField]
  /// The fields of each line, by position.
  public let line: [EventField]
  /// What each event has beside its fields and conditions may name too: `currency` (code),
  /// `accounting_date`, `document_date` (date), `document_number` (text).
  public static let common: [EventField] = [
    EventField("currency", .code), EventField("accounting_date", .date),
    EventField("document_date", .date), EventField("document_number", .text),
  ]

  /// A shape. Of two header or line fields with one name the first counts.
  public init(_ kind: EventKind, header: [EventField], line: [EventField] = []) {
    self.kind = kind
    self.header = header
    self.line = line
  }

  /// Position of a header field.
  public func headerSlot(_ name: String) -> Int? { header.firstIndex { $0.name == name } }
  /// Position of a line field.
  public func lineSlot(_ name: String) -> Int? { line.firstIndex { $0.name == name } }
}
