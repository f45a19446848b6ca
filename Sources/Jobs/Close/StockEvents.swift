import AccountingValues
import Extraction

/// The stock movements of a close in event order: about a hundred bytes each in pages that need not stay in
/// memory, since there may be millions. A movement's number is its position. Filled by the intake, then
/// only read.
///
/// No table of their keys is held. Which movements name others is known once all were read, and then
/// those are found in one pass over the keys: `link`.
///
/// A reference type, so that the views it gives out cost nothing but their position.
final class StockEvents: RandomAccessCollection {
  /// What keys, words and currencies stand for.
  let numbering: MovementNumbering
  /// Where rows lie that there are as many of as movements.
  let pages: any PageSource
  private let receiptsFirst: Bool
  private var records: Pages<Record>
  /// What not every movement has.
  private var rare: Pages<Rare>
  /// Values that are no count of millionths within 64 bits, by position.
  private var otherValues: [Int32: ExactDecimal] = [:]
  /// The movements that name another, until they are linked to it.
  private var naming: Pages<Naming>
  private(set) var count = 0

  /// That a movement names another.
  private struct Naming: BitwiseCopyable {
    let named: HeldKey
    let position: Int32
  }

  /// What every movement has.
  fileprivate struct Record: BitwiseCopyable {
    var recordedAt: Int64
    var quantity: Int64
    /// In millionths; `StockMovementRow.noValue` for none, or one in `otherValues`.
    var value: Int64
    var key: HeldKey
    var document: HeldKey
    var documentLine: HeldKey
    var documentNumber: HeldKey
    /// The day it is computed on.
    var date: Int32
    var item: Int32
    var place: Int32
    var pool: Int32
    /// The position of the movement that it names, −1 for none that is there.
    var linked: Int32
    /// Position in `rare`, −1 for none.
    var rare: Int32
    var documentStream: Int32
    var currency: Int16
    var rank: Int16
    var kind: UInt8
    var owner: UInt8
    var priceState: UInt8
    var flags: UInt8
  }

  /// What not every movement has.
  fileprivate struct Rare: Equatable, BitwiseCopyable {
    var sequence: Int64 = 0
    var rateNanos = StockMovementRow.noRate
    var groupCost = StockMovementRow.noValue
    /// Days from the day it is computed on back to its own.
    var lateDays: Int32 = 0
    var reason = StockMovementRow.none
    var toPlace: Int32 = -1
    var lot: Int32 = -1
    var workOrder = StockMovementRow.none
    var ageDate: Int32?

    static let none = Rare()
  }

  init(base: Currency, receiptsFirst: Bool, pages: any PageSource = MemoryPages.shared) {
    numbering = MovementNumbering(base: base, pages: pages)
    self.pages = pages
    records = Pages(from: pages)
    rare = Pages(from: pages)
    naming = Pages(from: pages)
    self.receiptsFirst = receiptsFirst
  }

  var startIndex: Int { 0 }
  var endIndex: Int { count }

  /// The movement at a position.
  subscript(position: Int) -> StockEvent { StockEvent(events: self, position: Int32(position)) }

  /// The movements in their order; pages are left as they are passed.
  func makeIterator() -> Iterator { Iterator(events: self, records: records.makeIterator()) }

  struct Iterator: IteratorProtocol {
    private let events: StockEvents
    private var records: Pages<Record>.Iterator
    private var position: Int32 = 0

    fileprivate init(events: StockEvents, records: Pages<Record>.Iterator) {
      self.events = events
      self.records = records
    }

    mutating func next() -> StockEvent? {
      guard records.next() != nil else { return nil }
      defer { position += 1 }
      return StockEvent(events: events, position: position)
    }
  }

  // MARK: Intake

  /// What a movement is to the masters and pools.
  struct Whereabouts {
    let item: Int32
    let place: Int32
    let toPlace: Int32
    let lot: Int32
    let pool: Int32
  }

  /// Adds a movement, computed on a day.
  func append(_ row: StockMovementRow, _ whereabouts: Whereabouts, on date: CivilDate, rank: Int16)
  {
    let rare = Rare(
      sequence: row.sequence, rateNanos: row.rateNanos, groupCost: row.groupCostMinor,
      lateDays: date.daysSince1970 - row.date, reason: row.reason, toPlace: whereabouts.toPlace,
      lot: whereabouts.lot, workOrder: row.workOrder)
    var number: Int32 = -1
    if rare != Rare.none {
      number = Int32(self.rare.count)
      self.rare.append(rare)
    }
    // A stated base currency and none are one: both round with their document.
    let isBase = row.currency < 0 || numbering.currencies[Int(row.currency)] == numbering.base
    if let value = row.otherValue { otherValues[Int32(count)] = value }
    records.append(
      Record(
        recordedAt: row.recordedAt, quantity: row.quantityMicros, value: row.valueMicros,
        key: row.key, document: row.document, documentLine: row.documentLine,
        documentNumber: row.documentNumber, date: date.daysSince1970, item: whereabouts.item,
        place: whereabouts.place, pool: whereabouts.pool, linked: -1, rare: number,
        documentStream: row.documentStream,
        currency: isBase ? -1 : Int16(truncatingIfNeeded: row.currency),
        rank: rank, kind: row.kind,
        owner: row.owner, priceState: row.priceState, flags: row.flags))
    if !row.linked.isNone { naming.append(Naming(named: row.linked, position: Int32(count))) }
    count += 1
  }

  /// Says since when the goods of the movement added last are there.
  func setAge(_ date: CivilDate) {
    let last = Int32(count - 1)
    var number = record(last).rare
    if number < 0 {
      number = Int32(rare.count)
      rare.append(Rare())
      records[Int(last)].rare = number
    }
    rare[Int(number)].ageDate = date.daysSince1970
  }

  /// Gives the movement added last a value in base currency.
  func setValue(_ value: ExactDecimal) {
    let micros = try? value.exactly(atScale: 6)
    records[count - 1].value = micros ?? StockMovementRow.noValue
    otherValues[Int32(count - 1)] = micros == nil ? value : nil
    records[count - 1].currency = -1
    records[count - 1].priceState = StockEvent.known
  }

  /// Finds the movements that others name, once all are there. Only their keys are held while it runs.
  func link() {
    var named = KeyInterner()
    for naming in naming { _ = named.intern(naming.named, in: numbering.held) }
    guard named.count > 0 else { return }
    var positions = Array(repeating: Int32(-1), count: named.count)
    for (position, record) in records.enumerated() {
      if let number = named.id(of: record.key, in: numbering.held) {
        positions[Int(number)] = Int32(position)
      }
    }
    for naming in naming {
      guard let number = named.id(of: naming.named, in: numbering.held) else { continue }
      records[Int(naming.position)].linked = positions[Int(number)]
    }
    naming.removeAll()
  }

  /// Says that movements will not be read for a while.
  func leave() {
    records.leave()
    rare.leave()
    numbering.held.leave()
  }

  // MARK: Lookup

  fileprivate func record(_ position: Int32) -> Record {
    records[Int(position)]
  }

  fileprivate func rare(_ record: Record) -> Rare {
    record.rare < 0 ? Rare.none : rare[Int(record.rare)]
  }

  fileprivate func otherValue(_ position: Int32) -> ExactDecimal? {
    otherValues.isEmpty ? nil : otherValues[position]
  }

  // MARK: Order

  /// Whether one movement comes before another in event order; equal ones keep theirs.
  func precedes(_ a: Int32, _ b: Int32) -> Bool { precedes(record(a), record(b)) }

  private func precedes(_ x: Record, _ y: Record) -> Bool {
    if x.date != y.date { return x.date < y.date }
    if receiptsFirst, x.rank != y.rank { return x.rank < y.rank }
    if x.recordedAt != y.recordedAt { return x.recordedAt < y.recordedAt }
    if x.rank != y.rank { return x.rank < y.rank }
    let (p, q) = (rare(x).sequence, rare(y).sequence)
    if p != q { return p < q }
    return numbering.held.precedes(x.key, y.key)
  }

  /// Goes through the positions in event order. A row that came late stands on another day than its own,
  /// so the order of reading need not be that of computing; it mostly is.
  func forEachInEventOrder(_ body: (Int32) -> Void) {
    let positions = 0..<Int32(count)
    let isInOrder = zip(records, records.dropFirst()).allSatisfy { !precedes($1, $0) }
    if isInOrder { return positions.forEach(body) }
    positions.sorted { a, b in
      if precedes(a, b) { return true }
      return precedes(b, a) ? false : a < b
    }.forEach(body)
  }

  fileprivate var isReceiptsFirst: Bool { receiptsFirst }
}

/// A stock movement of the source with what reports and postings need of it: a view of its record.
struct StockEvent {
  fileprivate let events: StockEvents
  /// Its number.
  let position: Int32

  fileprivate init(events: StockEvents, position: Int32) {
    self.events = events
    self.position = position
  }

  private var record: StockEvents.Record { events.record(position) }
  private var rare: StockEvents.Rare { events.rare(record) }
  private var numbering: MovementNumbering { events.numbering }

  fileprivate static let known = word("known", StockMovementRow.priceStateWords)
  private static let free = word("free", StockMovementRow.priceStateWords)
  private static let own = word("own", StockMovementRow.ownerWords)
  private static let receipt = word("receipt", StockMovementRow.kindWords)
  private static let supplierReturn = word("supplier_return", StockMovementRow.kindWords)
  private static let transferOut = word("transfer_out", StockMovementRow.kindWords)
  private static let transferIn = word("transfer_in", StockMovementRow.kindWords)
  private static let damaged = flag("damaged")
  private static let residual = flag("residual")
  private static let reversal = flag("reversal")

  private static func word(_ word: String, _ words: [String]) -> UInt8 {
    guard let position = words.firstIndex(of: word) else {
      accountingFault("stock_movements has no word \(word)")
    }
    return UInt8(position)
  }

  private static func flag(_ word: String) -> UInt8 {
    1 << Self.word(word, StockMovementRow.flagWords)
  }

  // MARK: Place in time

  var key: SourceKey { numbering.held[record.key] }

  var order: EventOrder {
    let record = record
    return EventOrder(
      date: CivilDate(daysSince1970: record.date),
      recordedAt: Timestamp(microsecondsSince1970: record.recordedAt), rank: record.rank,
      sequence: events.rare(record).sequence, key: key, receiptsFirst: events.isReceiptsFirst)
  }

  var recordedAt: Timestamp { Timestamp(microsecondsSince1970: record.recordedAt) }

  /// The accounting date it is computed on: its own, or the first open day for a late row.
  var date: CivilDate { CivilDate(daysSince1970: record.date) }

  /// The source's own accounting date.
  var ownDate: CivilDate {
    let record = record
    return CivilDate(daysSince1970: record.date - events.rare(record).lateDays)
  }

  /// Since when opening stock is there; `nil` for its own date.
  var ageDate: CivilDate? { rare.ageDate.map { CivilDate(daysSince1970: $0) } }

  // MARK: Goods

  var word: String { StockMovementRow.kindWords[Int(record.kind)] }
  var item: Int32 { record.item }
  var place: Int32 { record.place }
  var toPlace: Int32 { rare.toPlace }
  var lot: Int32 { rare.lot }
  var pool: Int32 { record.pool }
  var quantity: Quantity { Quantity(micros: record.quantity) }
  var owner: String { StockMovementRow.ownerWords[Int(record.owner)] }
  /// Whether the goods are the company's own.
  var isOwn: Bool { record.owner == Self.own }

  var reason: String? {
    let number = rare.reason
    return number < 0 ? nil : numbering.keys.reasons[number].text
  }

  var flags: [String] {
    let bits = record.flags
    if bits == 0 { return [] }
    return StockMovementRow.flagWords.enumerated()
      .filter { bits & 1 << UInt8($0.offset) != 0 }.map(\.element)
  }

  /// Whether goods change place inside the company.
  var isTransfer: Bool {
    let kind = record.kind
    return kind == Self.transferOut || kind == Self.transferIn
  }

  /// Whether goods came back worth no more than the movement's value.
  var isDamaged: Bool {
    let record = record
    return record.flags & Self.damaged != 0 && record.quantity > 0
  }

  /// Whether no document explains it: the source's balance is not what its documents make.
  var isResidual: Bool { record.flags & Self.residual != 0 && word == "count" }
  /// Whether it undoes the movement that it names.
  var isReversal: Bool { record.flags & Self.reversal != 0 }
  var isReceipt: Bool { record.kind == Self.receipt }
  /// Whether a supplier is on the other side.
  var isPurchase: Bool {
    let kind = record.kind
    return kind == Self.receipt || kind == Self.supplierReturn
  }

  // MARK: Value

  var priceState: String { StockMovementRow.priceStateWords[Int(record.priceState)] }
  /// Whether the goods cost nothing.
  var isFree: Bool { record.priceState == Self.free }
  /// Whether the source states a value.
  var isPriced: Bool {
    let record = record
    return record.priceState == Self.known
      && (record.value != StockMovementRow.noValue || events.otherValue(position) != nil)
  }

  /// The exact stated value in `currency`; `nil` when the source states none.
  var value: ExactDecimal? {
    let record = record
    if record.value == StockMovementRow.noValue { return events.otherValue(position) }
    return decimal(record.value, scale: 6)
  }

  var currency: Currency {
    let number = record.currency
    return number < 0 ? events.numbering.base : events.numbering.currencies[Int(number)]
  }

  var statedRate: ExactDecimal? {
    let nanos = rare.rateNanos
    return nanos == StockMovementRow.noRate ? nil : decimal(nanos, scale: 9)
  }

  /// What goods from the group cost the group, in minor units of `currency`; `nil` when not stated, and
  /// for less than nothing, which is no cost.
  var groupCost: Int64? {
    let minor = rare.groupCost
    return minor == StockMovementRow.noValue || minor < 0 ? nil : minor
  }

  private func decimal(_ digits: Int64, scale: Int) -> ExactDecimal {
    do { return try ExactDecimal(significand: Int128(digits), scale: scale) } catch {
      accountingFault("\(scale) decimals are within an exact decimal's scale")
    }
  }

  // MARK: Documents

  var documentStream: String? {
    let number = record.documentStream
    return number < 0 ? nil : numbering.keys.documentStreams[number].text
  }

  var documentKey: SourceKey? { key(record.document) }
  var documentLine: SourceKey? { key(record.documentLine) }
  /// Whether it states a line of its document.
  var hasDocumentLine: Bool { !record.documentLine.isNone }

  /// The number people know the document by, where the source states it.
  var documentNumber: String? { key(record.documentNumber)?.text }

  private func key(_ held: HeldKey) -> SourceKey? { held.isNone ? nil : numbering.held[held] }

  /// What people look the document up by; empty where none explains the movement.
  var documentText: String { documentNumber ?? documentKey?.displayText ?? "" }

  /// The position of the movement that it names, if that is there.
  var linkedPosition: Int32? {
    let position = record.linked
    return position < 0 ? nil : position
  }

  var workOrder: SourceKey? {
    let number = rare.workOrder
    return number < 0 ? nil : numbering.keys.workOrders[number]
  }

  /// What is one document: its stream, its key or the movement's own, its currency, the movement's own
  /// day.
  var document: StockDocument {
    let record = record
    return StockDocument(
      day: record.date - events.rare(record).lateDays, stream: record.documentStream,
      document: record.document, movement: record.document.isNone ? record.key : .none,
      currency: record.currency)
  }
}

/// A document that explains movements, or a movement that explains itself, with its day and currency.
struct StockDocument {
  fileprivate let day: Int32
  /// The number of its stream, −1 for none.
  let stream: Int32
  fileprivate let document: HeldKey
  fileprivate let movement: HeldKey
  fileprivate let currency: Int16
}

extension StockEvents {
  /// Whether two documents are one.
  func areSame(_ a: StockDocument, _ b: StockDocument) -> Bool {
    a.day == b.day && a.stream == b.stream && a.currency == b.currency
      && numbering.held.areEqual(a.document, b.document)
      && numbering.held.areEqual(a.movement, b.movement)
  }

  /// An order of documents in which equal ones are neighbours.
  func precedes(_ a: StockDocument, _ b: StockDocument) -> Bool {
    if a.day != b.day { return a.day < b.day }
    if a.stream != b.stream { return a.stream < b.stream }
    if a.currency != b.currency { return a.currency < b.currency }
    let held = numbering.held
    if !held.areEqual(a.document, b.document) { return held.precedes(a.document, b.document) }
    return held.precedes(a.movement, b.movement)
  }
}
