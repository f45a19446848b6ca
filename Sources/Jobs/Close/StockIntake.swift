import AccountingValues
import Extraction
import Inventory

/// Turns movement rows, in event order, into stock events and their cost pools.
struct StockIntake {
  /// What one cost pool holds.
  struct PoolKey: Hashable {
    let item: Int32
    /// The location; −1 where pools are not by location or none is stated, `transit` between two.
    let place: Int32
    /// The lot; −1 where pools are not by lot or none is stated.
    let lot: Int32
    let owner: String
    /// 0 for goods in their place; pools of goods under way are told apart by numbers from 1.
    var lane: Int32 = 0
  }

  let scope: CloseScope
  let events: StockEvents
  private(set) var pools: [CostPool] = []
  /// What each pool holds.
  private(set) var poolKeys: [PoolKey] = []
  /// Who chose the method of each pool.
  private(set) var methodChosenBy: [String] = []
  var findings: [Finding] = []
  /// New costing rules of pools, by day.
  var rulesChanges: [RulesChange] = []
  /// Stock at go-live by layer, as the source lists it.
  var openingLayers = OpeningLayers()
  /// The pool that a transfer goes to or comes from, by stock event; none where it stays in its own.
  var transitPools: [Int32: Int32] = [:]
  /// Movements of kits, and what came of them.
  var kits = KitMovements()
  private var numbers: [PoolKey: Int32] = [:]
  private var unnamed = UnnamedPlaces()
  /// The costing rules of items, by number.
  private var itemRules: [CostingPolicy.Choice?] = []
  /// Items that the source costs by a method that is not there.
  private var otherwiseCosted: [Int32] = []
  /// What the numbers of rows are among the masters.
  private var known = KnownNumbers()
  /// The pool of the company's own goods of an item, wherever they are and whatever their lot.
  private var plainPools: [Int32] = []

  /// Numbers of masters by numbers of rows; `nil` for those not met before.
  private struct KnownNumbers {
    var items: [Int32?] = []
    var places: [Int32?] = []
    var lots: [Int32?] = []

    static func number(
      _ row: Int32, in known: inout [Int32?], _ find: () -> Int32
    ) -> Int32 {
      while known.count <= Int(row) { known.append(nil) }
      if let number = known[Int(row)] { return number }
      let number = find()
      known[Int(row)] = number
      return number
    }
  }

  /// The place of goods under way that the source gives no location of their own.
  static let transit: Int32 = -2

  init(scope: CloseScope) {
    self.scope = scope
    events = StockEvents(
      base: scope.base, receiptsFirst: scope.receiptsFirst, pages: scope.pages)
  }

  /// Takes one movement; they come in the order of reading.
  mutating func take(
    _ row: StockMovementRow, date: CivilDate, masters: inout MasterData
  ) -> RowFate {
    let item = item(row.item, &masters)
    if masters.items[item].isKit {
      kits.hold(row, on: date, item: item)
      return .posted
    }
    return enter(row, date: date, masters: &masters)
  }

  /// Adds a movement to the stock events.
  mutating func enter(
    _ row: StockMovementRow, date: CivilDate, masters: inout MasterData
  ) -> RowFate {
    let item = item(row.item, &masters)
    let goods = StockPlace(
      item: item, place: place(row.location, &masters), lot: lot(row.lot, &masters))
    let rules = rules(of: item, masters)
    guard admits(goods, rules, row) else { return .quarantined }
    let toPlace = place(row.toLocation, &masters)
    let isOpening = StockMovementRow.kindWords[Int(row.kind)] == "opening"
    events.append(
      row,
      StockEvents.Whereabouts(
        item: item, place: goods.place, toPlace: toPlace, lot: goods.lot,
        pool: pool(
          goods, owner: StockMovementRow.ownerWords[Int(row.owner)], rules, masters: masters)),
      on: date, rank: Self.rank)
    if isOpening, let last = events.last, let known = openingLayers.explanation(of: last) {
      events.setAge(known.ageDate)
      if let value = known.value { events.setValue(value) }
    }
    return .posted
  }

  /// The place of movements among events of one moment.
  private static let rank = StreamCatalogue.contract(named: "stock_movements")?.rank ?? 0

  private mutating func admits(
    _ goods: StockPlace, _ rules: CostingPolicy.Choice, _ row: StockMovementRow
  ) -> Bool {
    guard unnamed.concerns(rules, scope.costing) else { return true }
    let held = events.numbering.held
    return unnamed.admits(
      goods, rules, scope.costing, key: held[row.key],
      document: row.document.isNone ? nil : held[row.document])
  }

  private mutating func item(_ row: Int32, _ masters: inout MasterData) -> Int32 {
    let numbering = events.numbering
    return KnownNumbers.number(row, in: &known.items) {
      masters.item(numbering.keys.items[row], namedBy: "stock_movements")
    }
  }

  private mutating func place(_ row: Int32, _ masters: inout MasterData) -> Int32 {
    if row < 0 { return -1 }
    let numbering = events.numbering
    return KnownNumbers.number(row, in: &known.places) {
      masters.place(numbering.keys.locations[row])
    }
  }

  private mutating func lot(_ row: Int32, _ masters: inout MasterData) -> Int32 {
    if row < 0 { return -1 }
    let numbering = events.numbering
    return KnownNumbers.number(row, in: &known.lots) {
      masters.lot(numbering.keys.lots[row])
    }
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
      let place = StockPlace(item: item, place: layer.place, lot: -1)
      let rules = rules(of: item, masters)
      guard unnamed.admits(place, rules, scope.costing, key: key, document: layer.key) else {
        continue
      }
      let row = events.numbering.opening(
        key, on: scope.goLive, quantity: layer.quantity, document: layer.key, of: "opening_layers")
      events.append(
        row,
        StockEvents.Whereabouts(
          item: item, place: layer.place, toPlace: -1, lot: -1,
          pool: pool(place, owner: "own", rules, masters: masters)),
        on: scope.goLive, rank: 0)
      events.setAge(layer.receivedOn)
      events.setValue(layer.value)
    }
  }

  /// Ends the intake: movements are linked to those they name, goods under way get their pools, and what
  /// the pools cannot be right without is told.
  mutating func finish(masters: MasterData) {
    events.link()
    layTransit(masters: masters)
    findings += unnamed.findings(masters: masters)
    planRulesChanges(masters: masters)
    if let first = otherwiseCosted.first { findings.append(otherMethod(first, masters)) }
    if let kept = keptMethods(masters) { findings.append(kept) }
  }

  /// INV-015: the company chose another method for all from a day on, and items have one that the ERP
  /// states for them, which is the more specific choice.
  private func keptMethods(_ masters: MasterData) -> Finding? {
    guard let choice = scope.costing.companyMethod(until: scope.asOf) else { return nil }
    let kept = itemRules.indices.filter { item in
      guard itemRules[item] != nil else { return false }
      let facts = masters.items[Int32(item)]
      let rules = scope.costing.rules(
        number: facts.number, category: facts.category, stated: facts.costingMethod,
        on: scope.asOf)
      return rules.isStatedBySource && rules.method != choice.method
    }.map { masters.items[Int32($0)] }.sorted {
      $0.number.utf8.lexicographicallyPrecedes($1.number.utf8)
    }
    guard let first = kept.first else { return nil }
    return Finding(
      code: "INV-015", severity: .warning, origin: "items", key: "\(choice.from)/\(first.number)",
      document: first.number,
      message: "the company costs by \(choice.method.rawValue) from \(choice.from) on, but "
        + "\(counted(kept.count, "item")), \(first.number) among them, "
        + (kept.count == 1 ? "keeps" : "keep") + " the method that the ERP states",
      action: "choose the method by item or category under costing.overrides, or change it in the "
        + "ERP; accept the finding if they are to keep theirs")
  }

  private func otherMethod(_ item: Int32, _ masters: MasterData) -> Finding {
    let facts = masters.items[item]
    let method = itemRules[Int(item)]?.method.rawValue ?? ""
    return Finding(
      code: "INV-013", severity: .warning, origin: "items",
      key: masters.items.key(item).displayText, document: facts.number,
      message:
        "the ERP costs \(counted(otherwiseCosted.count, "item")), \(facts.number) among them, by "
        + "\(facts.costingMethod ?? ""), which is not available; they are costed by \(method)",
      action: "choose their method under costing.overrides in the company's file")
  }

  /// The costing rules of an item.
  mutating func rules(of item: Int32, _ masters: MasterData) -> CostingPolicy.Choice {
    while itemRules.count <= item { itemRules.append(nil) }
    if let known = itemRules[Int(item)] { return known }
    let facts = masters.items[item]
    let rules = scope.costing.rules(
      number: facts.number, category: facts.category, stated: facts.costingMethod,
      on: scope.openFrom)
    itemRules[Int(item)] = rules
    if scope.costing.lacksMethod(
      number: facts.number, category: facts.category, stated: facts.costingMethod)
    {
      otherwiseCosted.append(item)
    }
    return rules
  }

  /// The rules that an item's pools were made with.
  func ruleOf(_ item: Int32) -> CostingPolicy.Choice? {
    Int(item) < itemRules.count ? itemRules[Int(item)] : nil
  }

  /// The pool of goods in their place.
  private mutating func pool(
    _ place: StockPlace, owner: String, _ rules: CostingPolicy.Choice, masters: MasterData
  ) -> Int32 {
    let isPlain =
      owner == "own" && !scope.costing.isByLocation && !scope.costing.isByLot
      && rules.method != .specific
      && !(place.place >= 0 && masters.places[place.place].isDropShip)
    guard isPlain else { return narrowPool(place, owner: owner, rules, masters: masters) }
    while plainPools.count <= Int(place.item) { plainPools.append(-1) }
    if plainPools[Int(place.item)] < 0 {
      plainPools[Int(place.item)] = narrowPool(place, owner: owner, rules, masters: masters)
    }
    return plainPools[Int(place.item)]
  }

  private mutating func narrowPool(
    _ place: StockPlace, owner: String, _ rules: CostingPolicy.Choice, masters: MasterData
  ) -> Int32 {
    let isByLot = scope.costing.isByLot || rules.method == .specific
    // What a supplier sends to a customer is never mixed with what is in stock.
    let isApart =
      scope.costing.isByLocation || place.place >= 0 && masters.places[place.place].isDropShip
    return pool(
      PoolKey(
        item: place.item, place: isApart ? place.place : -1,
        lot: isByLot ? place.lot : -1, owner: owner),
      rules, masters: masters)
  }

  /// The number of a pool, made on first use.
  mutating func pool(
    _ key: PoolKey, _ rules: CostingPolicy.Choice, masters: MasterData
  ) -> Int32 {
    if let number = numbers[key] { return number }
    let number = Int32(pools.count)
    numbers[key] = number
    poolKeys.append(key)
    methodChosenBy.append(rules.chosenBy)
    pools.append(
      CostPool(
        method: rules.method, negativeStock: rules.negativeStock, returnCost: rules.returnCost,
        isOwned: key.owner == "own",
        standardCostMicros: masters.standard(of: key.item, on: scope.openFrom)?.micros,
        missingPrice: rules.missingPrice, averaging: rules.averaging,
        outputCost: rules.outputCost))
    return number
  }

  /// Gives a pool another standard on the first day.
  mutating func setStandard(_ cost: UnitCost?, of pool: Int32) {
    pools[Int(pool)].standardCostMicros = cost?.micros
  }

  /// Gives pools other rules than they were made with, for good; what they hold stays.
  mutating func recost(_ pools: [CostPool]) {
    guard pools.count == self.pools.count else { accountingFault("other pools to cost") }
    self.pools = pools
    rulesChanges = []
  }

  /// The item of a pool as people read it, with its location or lot where pools are that narrow.
  func label(of pool: Int32, masters: MasterData) -> String {
    let key = poolKeys[Int(pool)]
    var label = masters.items[key.item].number
    if key.lot >= 0 { label += ", lot \(masters.lots[key.lot])" }
    if key.place >= 0 { label += " at \(masters.places[key.place].number)" }
    return key.lane > 0 ? label + " in transit" : label
  }
}

/// Which goods a movement moves, and where; −1 where it does not say.
struct StockPlace {
  let item: Int32
  let place: Int32
  let lot: Int32
}

/// Movements that do not say where or which goods moved although cost pools are that narrow.
struct UnnamedPlaces {
  enum Criterion: String { case location, lot }

  private struct Count {
    /// Whether some movement of the item names one.
    var isNamed = false
    var unnamed = 0
    var first: (key: SourceKey, document: String)?

    mutating func add(_ row: (key: SourceKey, document: String)) {
      unnamed += 1
      if first == nil { first = row }
    }

    mutating func note(_ number: Int32, _ row: (key: SourceKey, document: String)) {
      if number >= 0 { isNamed = true } else { add(row) }
    }
  }

  private var locations: [Int32: Count] = [:]
  private var lots: [Int32: Count] = [:]
  private var lotless: [Int32: Count] = [:]

  /// Whether a movement can leave anything open.
  func concerns(_ rules: CostingPolicy.Choice, _ costing: CostingPolicy) -> Bool {
    rules.method == .specific || costing.isByLocation || costing.isByLot
  }

  /// Notes what a movement leaves open; `false` for one that cannot be valued: without a lot, of an
  /// item whose lots are costed one by one.
  mutating func admits(
    _ place: StockPlace, _ rules: CostingPolicy.Choice, _ costing: CostingPolicy, key: SourceKey,
    document: SourceKey?
  ) -> Bool {
    let row = (key, document?.displayText ?? "")
    if rules.method == .specific, place.lot < 0 {
      lotless[place.item, default: Count()].add(row)
      return false
    }
    if costing.isByLocation { locations[place.item, default: Count()].note(place.place, row) }
    if costing.isByLot { lots[place.item, default: Count()].note(place.lot, row) }
    return true
  }

  /// One finding per item. Items of which no movement names a location or lot have one pool, which
  /// is right; some with and some without would take from each other's stock unseen.
  func findings(masters: MasterData) -> [Finding] {
    var findings: [Finding] = []
    for (criterion, counts) in [(Criterion.location, locations), (.lot, lots)] {
      for (item, count) in counts where count.isNamed && count.unnamed > 0 {
        findings.append(
          finding(
            item, count, masters,
            "name no \(criterion.rawValue), others do; costing is by \(criterion.rawValue)",
            "fill \(criterion.rawValue)_key for them in the ERP or in the adapter's "
              + "stock_movements.sql, or set costing.level: company"))
      }
    }
    for (item, count) in lotless {
      findings.append(
        finding(
          item, count, masters,
          "name no lot, and the item is costed lot by lot (specific): they are left out",
          "fill lot_key for them in the ERP or in the adapter's stock_movements.sql, or give the "
            + "item another method under costing.overrides"))
    }
    return findings.sorted()
  }

  private func finding(
    _ item: Int32, _ count: Count, _ masters: MasterData, _ problem: String, _ action: String
  ) -> Finding {
    Finding(
      code: "INV-012", severity: .error, origin: "stock_movements",
      key: count.first?.key.displayText ?? "", document: count.first?.document ?? "",
      message: "\(masters.items[item].number): \(count.unnamed) of its movements, this the first, "
        + problem,
      action: action)
  }
}
