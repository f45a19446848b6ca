import AccountingValues

extension CostingEngine {
  /// Everything the engine knows, in an order that does not depend on how it got there.
  public var state: CostingState {
    var state = CostingState(pools: rules)
    for pool in pools.indices {
      state.pools[pool].quantityMicros = pools[pool].quantity
      state.pools[pool].valueMinor = pools[pool].value
      state.pools[pool].lastConsumed = pools[pool].lastConsumed
      state.pools[pool].lastReceived = pools[pool].lastReceived
      state.pools[pool].flow = flows[pool]
    }
    state.nextLayer = arena.nextNumber
    state.lastEvent = lastEvent
    state.lastDate = lastDate
    let used = arena.usedIndices.sorted {
      arena.layers[Int($0)].number < arena.layers[Int($1)].number
    }
    for index in used {
      state.layers.append(exported(arena.layers[Int(index)]))
      exportLinks(of: index, to: &state)
    }
    for pool in pools.indices { exportShortages(of: pool, to: &state) }
    state.issues = issues.map { exported($0) }.sorted { $0.movement < $1.movement }
    state.named = names.layers.map {
      CostingState.Named(movement: $0.movement, layer: arena.layers[Int($0.layer)].number)
    }
    state.orders = production.orders.map { order in
      ProductionOrderState(
        order: order.order, chargedMinor: order.charged, isCharged: order.isCharged,
        isCompleted: order.isCompleted, receivedMicros: order.received, takenMinor: order.taken,
        expensedMinor: order.expensed, layers: order.layers.map { $0.map { number(of: $0) } })
    }
    state.orderMovements = production.places.map {
      ProductionOrderState.Movement(
        movement: $0.key, order: $0.value.order, output: $0.value.output)
    }.sorted { $0.movement < $1.movement }
    return state
  }

  private func exported(_ layer: Layer) -> CostingState.Layer {
    CostingState.Layer(
      number: layer.number, pool: layer.pool, origin: layer.origin,
      quantityInMicros: layer.quantityIn, quantityLeftMicros: layer.quantityLeft,
      valueMinor: layer.value, queueDate: CivilDate(daysSince1970: layer.queueDay),
      ageDate: CivilDate(daysSince1970: layer.ageDay), lot: layer.lot, isKept: layer.isKept)
  }

  private func exportLinks(of layer: Int32, to state: inout CostingState) {
    var index = arena.layers[Int(layer)].firstLink
    while index >= 0 {
      let link = links[Int(index)]
      state.links.append(
        CostingState.Link(
          layer: arena.layers[Int(layer)].number, movement: link.movement, kind: link.kind,
          role: link.role, quantityMicros: link.quantity, target: number(of: link.target)))
      index = link.next
    }
  }

  private func exportShortages(of pool: Int, to state: inout CostingState) {
    var index = pools[pool].firstShortage
    while index >= 0 {
      let shortage = shortages[index]
      state.shortages.append(
        CostingState.Shortage(
          pool: Int32(pool), movement: shortage.movement,
          date: CivilDate(daysSince1970: shortage.day), kind: shortage.kind, role: shortage.role,
          quantityLeftMicros: shortage.quantityLeft, valueLeftMinor: shortage.valueLeft,
          target: number(of: shortage.target)))
      index = shortage.next
    }
  }

  private func exported(_ issue: Issue) -> CostingState.Issue {
    CostingState.Issue(
      movement: issue.movement, pool: issue.pool, kind: issue.kind, role: issue.role,
      laterRole: issue.laterRole, quantityMicros: issue.quantity,
      quantityLeftMicros: issue.quantityLeft,
      costLeftMinor: issue.costLeft, ageDate: CivilDate(daysSince1970: issue.ageDay),
      returnLayers: issue.returnLayers.map { number(of: $0) })
  }

  private func number(of layer: Int32) -> Int32 {
    layer >= 0 ? arena.layers[Int(layer)].number : StockMovement.none
  }

  /// Takes a state over. Layers go back into their queues in the order of their making, which gives
  /// every queue the order it had.
  mutating func restore(_ state: CostingState) {
    var indices: [Int32: Int32] = [StockMovement.none: Layer.none]
    arena.nextNumber = state.nextLayer
    for layer in state.layers.sorted(by: { $0.number < $1.number }) {
      indices[layer.number] = restore(layer)
    }
    func index(_ number: Int32) -> Int32 {
      guard let index = indices[number] else {
        accountingFault("the opening state names layer \(number), which it does not hold")
      }
      return index
    }
    for link in state.links {
      self.link(
        index(link.layer),
        Link(
          movement: link.movement, kind: link.kind, role: link.role,
          quantity: link.quantityMicros, target: index(link.target)))
    }
    for shortage in state.shortages {
      shortages.append(
        Shortage(
          movement: shortage.movement, day: shortage.date.daysSince1970, kind: shortage.kind,
          role: shortage.role, quantityLeft: shortage.quantityLeftMicros,
          valueLeft: shortage.valueLeftMinor, target: index(shortage.target)),
        to: &pools[Int(shortage.pool)])
    }
    issues = state.issues.map { issue in
      Issue(
        movement: issue.movement, pool: issue.pool, kind: issue.kind, role: issue.role,
        laterRole: issue.laterRole, ageDay: issue.ageDate.daysSince1970,
        quantity: issue.quantityMicros,
        quantityLeft: issue.quantityLeftMicros, costLeft: issue.costLeftMinor,
        returnLayers: issue.returnLayers.map(index))
    }
    production = ProductionBook(
      orders: state.orders.map { order in
        OrderBook(
          order: order.order, charged: order.chargedMinor, isCharged: order.isCharged,
          isCompleted: order.isCompleted, received: order.receivedMicros, taken: order.takenMinor,
          expensed: order.expensedMinor, layers: order.layers.map { $0.map(index) })
      }, movements: state.orderMovements)
    names.begin(
      after: state.lastEvent,
      older: state.named.map { ($0.movement, NameTable.layer(index($0.layer))) }
        + issues.enumerated().map { ($1.movement, NameTable.issue(Int32($0))) })
  }

  private mutating func restore(_ row: CostingState.Layer) -> Int32 {
    let layer = Layer(
      pool: row.pool, origin: row.origin, quantityIn: row.quantityInMicros,
      quantityLeft: row.quantityLeftMicros, value: row.valueMinor,
      queueDay: row.queueDate.daysSince1970, ageDay: row.ageDate.daysSince1970,
      firstLink: row.isKept ? Layer.none : Layer.unlinked, lot: row.lot, number: row.number)
    return row.quantityLeftMicros > 0
      ? arena.insert(layer, into: &pools[Int(row.pool)]) : arena.store(layer)
  }
}
