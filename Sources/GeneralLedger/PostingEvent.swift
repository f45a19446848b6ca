public import AccountingValues

/// One event on its way to the ledger: a document with its lines, or a happening of the engine. Made
/// by `PostingPlan.event(_:)` and reused: `begin` empties it for the next document.
///
///     var invoice = try plan.event("sales_invoices")
///     invoice.begin(EventOrder(date: day, recordedAt: nil, rank: 50, key: SourceKey("17")),
///       number: "INV-17", currency: eur)
///     try invoice.set("total", .amount(119_00))
///     try invoice.addLine(["net_amount": .amount(100_00), "tax_amount": .amount(19_00)])
///     ledger.post(invoice)
///
/// Loops that feed millions look the positions up once (`EventSchema.headerSlot`, `lineSlot`) and
/// store raw words.
public struct PostingEvent: Sendable {
  /// Its shape.
  public let schema: EventSchema
  let kindIndex: Int32

  /// Place in the order of events. Its date is the posting date, which decides the period: for an
  /// event that came in late the first open day, else its accounting date. Its key is the source key.
  public private(set) var order: EventOrder
  /// The stream or table the source key belongs to; part of the stable reference. The kind's name
  /// unless set.
  public var stream: String
  /// Tells events apart that share kind, stream and key, such as two late charges on one bill.
  public var occurrence: Int32 = 0
  /// The number people know the document by.
  public var number = ""
  /// The date printed on the document.
  public var documentDate: CivilDate
  /// The currency of its amounts.
  public var currency: Currency
  /// The rate the source states, from `currency` to base; else the company's table is asked.
  public var statedRate: ExchangeRate?
  /// Which rate of the table is meant.
  public var rateKind: ExchangeRate.Kind = .spot
  /// What header and lines differ by, once the source's exact amounts were found to differ by no more
  /// than the rounding limit: in a currency without decimals 0.04 may round to one whole unit.
  public var acceptedDifferenceMinor: Int64 = 0
  /// What the entry says; the rule's title when empty.
  public var text = ""

  private(set) var header: [Int64]
  private(set) var lines: [Int64] = []
  /// How many lines it has.
  public private(set) var lineCount = 0

  init(schema: EventSchema, kindIndex: Int32, base: Currency) {
    self.schema = schema
    self.kindIndex = kindIndex
    stream = schema.kind.rawValue
    order = EventOrder(date: .earliest, recordedAt: nil, rank: 0, key: SourceKey(""))
    documentDate = .earliest
    currency = base
    header = Array(repeating: EventValue.missingRaw, count: schema.header.count)
  }

  /// Empties the event for another document; every field is missing.
  public mutating func begin(
    _ order: EventOrder, number: String, currency: Currency, documentDate: CivilDate? = nil
  ) {
    self.order = order
    self.number = number
    self.currency = currency
    self.documentDate = documentDate ?? order.date
    stream = schema.kind.rawValue
    occurrence = 0
    statedRate = nil
    rateKind = .spot
    acceptedDifferenceMinor = 0
    text = ""
    for slot in header.indices { header[slot] = EventValue.missingRaw }
    lines.removeAll(keepingCapacity: true)
    lineCount = 0
  }

  /// Stores a header field by name.
  ///
  /// - Throws: `EventFeedError` for a field the schema does not have or a value of another type.
  public mutating func set(_ name: String, _ value: EventValue) throws(EventFeedError) {
    guard let slot = schema.headerSlot(name) else { throw error(name, "there is no such field") }
    try check(value, schema.header[slot])
    header[slot] = value.raw
  }

  /// Adds a line from its fields by name; the others are missing.
  ///
  /// - Throws: `EventFeedError` as `set`.
  public mutating func addLine(
    _ values: KeyValuePairs<String, EventValue>
  ) throws(EventFeedError) {
    addLine()
    for (name, value) in values {
      guard let slot = schema.lineSlot(name) else { throw error(name, "there is no such field") }
      try check(value, schema.line[slot])
      setLine(slot, raw: value.raw)
    }
  }

  /// Adds a line whose fields are all missing.
  public mutating func addLine() {
    for _ in schema.line { lines.append(EventValue.missingRaw) }
    lineCount += 1
  }

  /// Stores a header field by position, in the raw form of `EventValue`.
  public mutating func setHeader(_ slot: Int, raw: Int64) { header[slot] = raw }

  /// Stores a field of the line added last, by position.
  public mutating func setLine(_ slot: Int, raw: Int64) {
    lines[(lineCount - 1) * schema.line.count + slot] = raw
  }

  private func check(_ value: EventValue, _ field: EventField) throws(EventFeedError) {
    guard value.fits(field.type) else {
      throw error(field.name, "\(value) is no \(field.type.rawValue)")
    }
  }

  private func error(_ field: String, _ problem: String) -> EventFeedError {
    EventFeedError(kind: schema.kind, field: field, problem: problem)
  }
}

extension PostingEvent {
  /// Where a compiled rule reads a field: header positions are `0…`, line positions `-1…` down.
  struct Slot: Hashable, Sendable {
    private let code: Int32

    static func header(_ position: Int) -> Slot { Slot(code: Int32(position)) }
    static func line(_ position: Int) -> Slot { Slot(code: -1 - Int32(position)) }

    var isLine: Bool { code < 0 }
    var position: Int { Int(code < 0 ? -1 - code : code) }
  }

  /// The raw word of a field; line slots read the given line.
  func raw(_ slot: Slot, line: Int) -> Int64 {
    slot.isLine
      ? lines[line * schema.line.count + slot.position] : header[slot.position]
  }
}
