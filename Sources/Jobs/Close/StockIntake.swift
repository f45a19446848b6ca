import AccountingValues
import Extraction
import Inventory

/// A stock movement of the source with what reports and postings need of it. Its number is its
/// position in event order.
struct StockEvent {
  let key: SourceKey
  let order: EventOrder
  /// The accounting date it is computed on: its own, or the first open day for a late row.
  let date: CivilDate
  /// The source's own accounting date.
  let ownDate: CivilDate
  let word: String
  let reason: String?
  let item: Int32
  let place: Int32
  let toPlace: Int32
  let quantity: Quantity
  var priceState: String
  /// The exact stated value in `currency`; `nil` when the source states none.
  var value: ExactDecimal?
  var currency: Currency
  let statedRate: ExactDecimal?
  let documentStream: String?
  let documentKey: SourceKey?
  let documentLine: SourceKey?
  let linkedKey: SourceKey?
  let workOrder: SourceKey?
  let owner: String
  let flags: [String]
  let pool: Int32
  /// Since when opening stock is there; `nil` for its own date.
  var ageDate: CivilDate?
}

/// Turns movement rows, in event order, into stock events and their cost pools.
struct StockIntake {
  private let scope: CloseScope
  private(set) var events: [StockEvent] = []
  private(set) var pools: [CostPool] = []
  /// The item and place of each pool; −1 where the pool is not narrowed.
  private(set) var poolKeys: [PoolKey] = []
  /// Who chose the method of each pool.
  private(set) var methodChosenBy: [String] = []
  private(set) var findings: [Finding] = []
  /// Stock at go-live by layer, as the source lists it.
  var openingLayers = OpeningLayers()
  private var numbers: [PoolKey: Int32] = [:]

  struct PoolKey: Hashable {
    let item: Int32
    let place: Int32
    let owner: String
  }

  /// Where goods between two locations lie when every location has pools of its own.
  static let transit: Int32 = -2

  init(scope: CloseScope) { self.scope = scope }

  /// Takes one row; rows come in event order.
  mutating func take(_ row: StreamRow, date: CivilDate, masters: inout MasterData) {
    guard let itemKey = row.key("item_key"), let ownDate = row.date("accounting_date"),
      let word = row.text("kind"), let quantity = row.quantity("quantity")
    else { return }
    let item = masters.item(itemKey, namedBy: row.stream)
    let place = masters.place(row.key("location_key"))
    let owner = row.text("owner") ?? "own"
    var event = StockEvent(
      key: row.key,
      order: EventOrder(
        date: date, recordedAt: row.order?.recordedAt, rank: row.order?.rank ?? 0,
        sequence: row.order?.sequence ?? 0, key: row.key, receiptsFirst: scope.receiptsFirst),
      date: date, ownDate: ownDate, word: word, reason: row.text("reason"),
      item: item, place: place, toPlace: masters.place(row.key("to_location_key")),
      quantity: quantity, priceState: row.text("price_state") ?? "missing",
      value: row.decimal("value"), currency: row.currency() ?? scope.base,
      statedRate: row.decimal("exchange_rate"), documentStream: row.text("document_stream"),
      documentKey: row.key("document_key"), documentLine: row.key("document_line_key"),
      linkedKey: row.key("linked_key"), workOrder: row.key("work_order_key"), owner: owner,
      flags: row.flags,
      pool: pool(item: item, place: place, owner: owner, masters: masters))
    if word == "opening" { openingLayers.explain(&event, base: scope.base) }
    events.append(event)
  }

  /// Adds the stock of layers that no opening movement brings, once all movements are read.
  mutating func takeLayersWithoutMovement(masters: MasterData) {
    for layer in openingLayers.left {
      let item = layer.item
      guard openingLayers.isAlone(layer) else {
        findings.append(layer.doubleFinding(item: masters.items[item].number, base: scope.base))
        continue
      }
      let key = SourceKey("opening_layers\u{1F}" + layer.key.text)
      events.append(
        StockEvent(
          key: key,
          order: EventOrder(
            date: scope.goLive, recordedAt: nil, rank: 0, key: key,
            receiptsFirst: scope.receiptsFirst),
          date: scope.goLive, ownDate: scope.goLive, word: "opening", reason: nil, item: item,
          place: layer.place, toPlace: -1, quantity: layer.quantity, priceState: "known",
          value: layer.value, currency: scope.base, statedRate: nil,
          documentStream: "opening_layers", documentKey: layer.key, documentLine: nil,
          linkedKey: nil, workOrder: nil, owner: "own", flags: [],
          pool: pool(item: item, place: layer.place, owner: "own", masters: masters),
          ageDate: layer.receivedOn))
    }
  }

  /// The pool that holds an item at a place, made on first use.
  mutating func pool(item: Int32, place: Int32, owner: String, masters: MasterData) -> Int32 {
    let key = PoolKey(item: item, place: scope.costing.isByLocation ? place : -1, owner: owner)
    if let number = numbers[key] { return number }
    let facts = masters.items[item]
    let choice = scope.costing.method(
      number: facts.number, category: facts.category, stated: facts.costingMethod)
    let number = Int32(pools.count)
    numbers[key] = number
    poolKeys.append(key)
    methodChosenBy.append(choice.chosenBy)
    pools.append(
      CostPool(
        method: choice.method, negativeStock: scope.costing.negativeStock,
        returnCost: scope.costing.returnCost, isOwned: owner == "own",
        standardCostMicros: masters.standard(of: item, on: scope.openFrom)?.micros))
    return number
  }
}
