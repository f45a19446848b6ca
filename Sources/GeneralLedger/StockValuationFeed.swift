public import AccountingValues
public import Inventory

/// Turns the rows of the costing engine into stock events, one per document, kind and day, and posts
/// them.
///
///     var feed = try StockValuationFeed(plan)
///     for row in output.valued {
///       try feed.add(row, pool: pools[row.pool], source: sources[row.cause], into: &ledger)
///     }
///     feed.finish(into: &ledger)
///
/// Rows come as the engine writes them: by day of their cause. A day's rows are gathered, then its
/// documents are posted in the order in which they first appeared, so a document whose lines are
/// interleaved with others still makes one entry.
public struct StockValuationFeed {
  /// What a row is about, as numbers of the plan's pool; `-1` for none.
  public struct Place: Hashable, Sendable {
    /// The item.
    public var item: Int32
    /// Its category.
    public var category: Int32
    /// The location.
    public var location: Int32
    /// Why, for counts and scrap.
    public var reason: Int32
    /// Whose goods they are.
    public var owner: Int32
    /// Whether no document explains the movement.
    public var isResidual: Bool

    /// A place from its codes.
    public init(
      item: Int32, category: Int32 = -1, location: Int32 = -1, reason: Int32 = -1,
      owner: Int32 = -1, isResidual: Bool = false
    ) {
      self.item = item
      self.category = category
      self.location = location
      self.reason = reason
      self.owner = owner
      self.isResidual = isResidual
    }
  }

  /// What explains a cause: the document of a movement or late cost, or the movement itself.
  public struct Source: Hashable, Sendable {
    /// Number of the document, unique in the run; causes of one document share it.
    public var document: Int64
    /// Stream of the key in `order`.
    public var stream: String
    /// Place in the order of events, with the document's key.
    public var order: EventOrder
    /// The number people know the document by.
    public var number: String
    /// The date printed on the document.
    public var documentDate: CivilDate
    /// The currency of `documentMinor`.
    public var currency: Currency
    /// The size of the cause's own amount in `currency`, not negative: of a receipt or supplier return
    /// its value, of a late cost the difference the bill brings. `nil` where the document states none: base is then all there is.
    public var documentMinor: Int64?
    /// Whether a late cost is a charge of its own rather than the difference between bill and receipt.
    public var isLandedCost: Bool
    /// What the entry says; empty for the title of its rule.
    public var text = ""
    /// Supplier or customer, `-1` for none like the codes below.
    public var partner: Int32 = -1
    /// The partner's group.
    public var partnerGroup: Int32 = -1
    /// Department.
    public var department: Int32 = -1
    /// Project.
    public var project: Int32 = -1

    /// A source; codes are set afterwards.
    public init(
      document: Int64, stream: String, order: EventOrder, number: String,
      documentDate: CivilDate? = nil, currency: Currency, documentMinor: Int64? = nil,
      isLandedCost: Bool = false
    ) {
      self.document = document
      self.stream = stream
      self.order = order
      self.number = number
      self.documentDate = documentDate ?? order.date
      self.currency = currency
      self.documentMinor = documentMinor
      self.isLandedCost = isLandedCost
    }
  }

  private struct Row {
    let valued: ValuedMovement
    let place: Place
    let source: Source
    var next = -1
  }

  private struct Group {
    let kind: Int
    var first: Int
    var last: Int
  }

  private struct GroupKey: Hashable {
    let kind: Int
    let document: Int64
  }

  private let base: Currency
  private let codes: CodePool
  private var events: [PostingEvent] = []
  private let slots: Slots
  private var day = CivilDate.earliest
  private var rows: [Row] = []
  private var groups: [Group] = []
  private var groupByKey: [GroupKey: Int] = [:]
  /// Causes of the event in hand whose document amount is on it already.
  private var documented: Set<Int32> = []

  /// A feed for a plan whose schemas contain `EngineEvents.schemas`.
  ///
  /// - Throws: `EventFeedError`.
  public init(_ plan: PostingPlan) throws(EventFeedError) {
    base = plan.base
    codes = plan.pool
    for kind in EngineEvents.stockKinds { events.append(try plan.event(kind)) }
    slots = Slots(events[0].schema)
  }

  /// Adds one row; the first row of a later day posts the day before.
  ///
  /// - Returns: what became of the documents that were posted, if any.
  /// - Throws: `EventFeedError` for a row of an earlier day than the one before it.
  @discardableResult
  public mutating func add(
    _ row: ValuedMovement, pool: Place, source: Source, into ledger: inout Ledger
  ) throws(EventFeedError) -> [PostingOutcome] {
    var outcomes: [PostingOutcome] = []
    if row.date != day {
      guard row.date > day else {
        throw EventFeedError(
          kind: events[Self.kind(of: row)].schema.kind, field: "date",
          problem: "\(row.date) comes after \(day)")
      }
      outcomes = finish(into: &ledger)
      day = row.date
    }
    let key = GroupKey(kind: Self.kind(of: row), document: source.document)
    rows.append(Row(valued: row, place: pool, source: source))
    if let group = groupByKey[key] {
      rows[groups[group].last].next = rows.count - 1
      groups[group].last = rows.count - 1
    } else {
      groupByKey[key] = groups.count
      groups.append(Group(kind: key.kind, first: rows.count - 1, last: rows.count - 1))
    }
    return outcomes
  }

  /// Posts what is gathered and tells what became of it, document by document.
  @discardableResult
  public mutating func finish(into ledger: inout Ledger) -> [PostingOutcome] {
    var outcomes: [PostingOutcome] = []
    for group in groups {
      fill(group)
      outcomes.append(ledger.post(events[group.kind]))
    }
    rows.removeAll(keepingCapacity: true)
    groups.removeAll(keepingCapacity: true)
    groupByKey.removeAll(keepingCapacity: true)
    return outcomes
  }

  /// Position in `EngineEvents.stockKinds`.
  static func kind(of row: ValuedMovement) -> Int {
    switch row.reason {
    case .cover: return 10
    case .lateCost: return 11
    case .standardChange: return 12
    case .settlement: return 13
    case .restatement: return 14
    case .movement: break
    }
    switch row.kind {
    case .opening: return 0
    case .receipt: return 1
    case .supplierReturn: return 2
    case .issue: return 3
    case .customerReturn: return 4
    case .transfer: return 5
    case .count: return 6
    case .scrap: return 7
    case .consumption: return 8
    case .output: return 9
    }
  }

  private mutating func fill(_ group: Group) {
    let source = rows[group.first].source
    events[group.kind].begin(
      EventOrder(
        date: day, recordedAt: source.order.recordedAt, rank: source.order.rank,
        sequence: source.order.sequence, key: source.order.key,
        receiptsFirst: source.order.receiptsFirst),
      number: source.number, currency: base, documentDate: source.documentDate)
    events[group.kind].stream = source.stream
    events[group.kind].text = source.text
    // One document may move stock on several days, each an entry of its own.
    events[group.kind].occurrence = day.daysSince1970
    events[group.kind].setHeader(
      slots.stream, raw: Int64(codes.number(of: source.stream)))
    for (slot, code) in [
      (slots.partner, source.partner), (slots.partnerGroup, source.partnerGroup),
      (slots.department, source.department), (slots.project, source.project),
    ] where code >= 0 {
      events[group.kind].setHeader(slot, raw: Int64(code))
    }
    documented.removeAll(keepingCapacity: true)
    var next = group.first
    while next >= 0 {
      addLine(rows[next], to: group.kind)
      next = rows[next].next
    }
  }

  private mutating func addLine(_ row: Row, to kind: Int) {
    let valued = row.valued
    events[kind].addLine()
    for (slot, code) in [
      (slots.item, row.place.item), (slots.category, row.place.category),
      (slots.location, row.place.location), (slots.reason, row.place.reason),
      (slots.owner, row.place.owner),
    ] where code >= 0 {
      events[kind].setLine(slot, raw: Int64(code))
    }
    events[kind].setLine(slots.residual, raw: EventValue.flag(row.place.isResidual).raw)
    events[kind].setLine(slots.quantity, raw: valued.quantityMicros)
    events[kind].setLine(slots.value, raw: valued.valueMinor)
    let counter =
      valued.role == .lateCost && row.source.isLandedCost
      ? slots.landedCost : slots.counters[valued.role.position]
    events[kind].setLine(counter, raw: valued.valueMinor)
    if Self.carriesDocument.contains(valued.role) { setDocument(row, on: kind) }
  }

  /// The document's own amount; the engine values in base, so the amount follows its sign.
  private mutating func setDocument(_ row: Row, on kind: Int) {
    let value = row.valued.valueMinor
    guard let documentMinor = row.source.documentMinor, row.source.currency != base else {
      events[kind].setLine(slots.documentAmount, raw: value)
      return
    }
    // Should the engine spread a cause over several rows, the amount stands on the first.
    let amount = documented.insert(row.valued.cause).inserted ? documentMinor : 0
    events[kind].setLine(slots.documentAmount, raw: value < 0 ? -amount : amount)
    events[kind].setLine(
      slots.documentCurrency, raw: Int64(codes.number(of: row.source.currency.code)))
  }

  /// Counterparts that stand against a document in its own currency.
  private static let carriesDocument: Set<CounterRole> = [
    .goodsReceived, .supplierReturn, .lateCost,
  ]
}

/// Positions of the stock events' fields, looked up once.
private struct Slots {
  let stream, partner, partnerGroup, department, project: Int
  let item, category, location, reason, owner, residual, quantity, value, documentAmount,
    documentCurrency: Int
  /// By `CounterRole.position`; a late cost that is a difference of a bill among them.
  let counters: [Int]
  let landedCost: Int

  init(_ schema: EventSchema) {
    func header(_ name: String) -> Int {
      guard let slot = schema.headerSlot(name) else { accountingFault("no field \(name)") }
      return slot
    }
    func line(_ name: String) -> Int {
      guard let slot = schema.lineSlot(name) else { accountingFault("no field \(name)") }
      return slot
    }
    stream = header("document_stream")
    partner = header("partner_key")
    partnerGroup = header("partner_group")
    department = header("department_key")
    project = header("project_key")
    item = line("item_key")
    category = line("category")
    location = line("location_key")
    reason = line("reason")
    owner = line("owner")
    residual = line("residual")
    quantity = line("quantity")
    value = line("value")
    documentAmount = line("document_amount")
    documentCurrency = line("document_currency")
    counters = CounterRole.allCases.map { line(EngineEvents.field($0, isLandedCost: false)) }
    landedCost = line("landed_cost")
  }
}

extension CounterRole {
  /// Position in `allCases`.
  fileprivate var position: Int {
    switch self {
    case .opening: 0
    case .goodsReceived: 1
    case .supplierReturn: 2
    case .costOfSales: 3
    case .transfer: 4
    case .countDifference: 5
    case .scrap: 6
    case .workInProgress: 7
    case .lateCost: 8
    case .priceVariance: 9
    case .costVariance: 10
    case .standardRevaluation: 11
    case .writeDown: 12
    }
  }
}
