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
      state.pools[pool].flow = flow(of: pool)
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
    state.issues = issues.indices.map { exported(issues[$0]) }.sorted { $0.movement < $1.movement }
    state.pending = exportedPending()
    for averaging in AveragingPeriod.allCases {
      state.needs += periodic[averaging].needs
    }
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
      state.shortages.append(exported(shortage, of: Int32(pool)))
      index = shortage.next
    }
  }

  private func exported(_ shortage: Shortage, of pool: Int32) -> CostingState.Shortage {
    CostingState.Shortage(
      pool: pool, movement: shortage.movement, date: CivilDate(daysSince1970: shortage.day),
      kind: shortage.kind, role: shortage.role, quantityLeftMicros: shortage.quantityLeft,
      valueLeftMinor: shortage.valueLeft, target: number(of: shortage.target))
  }

  private func exported(_ issue: Issue) -> CostingState.Issue {
    CostingState.Issue(
      movement: issue.movement, pool: issue.pool, kind: issue.kind, role: issue.role,
      laterRole: issue.laterRole, quantityMicros: issue.quantity,
      quantityLeftMicros: issue.quantityLeft,
      costLeftMinor: issue.costLeft, ageDate: CivilDate(daysSince1970: issue.ageDay),
      returnLayers: returnLayers(of: issue).map { number(of: $0) })
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
    for issue in state.issues {
      issues.append(
        Issue(
          movement: issue.movement, pool: issue.pool, kind: issue.kind, role: issue.role,
          laterRole: issue.laterRole, ageDay: issue.ageDate.daysSince1970,
          quantity: issue.quantityMicros,
          quantityLeft: issue.quantityLeftMicros, costLeft: issue.costLeftMinor))
      for layer in issue.returnLayers { addReturn(index(layer), to: issues.count - 1) }
    }
    production = ProductionBook(
      orders: state.orders.map { order in
        OrderBook(
          order: order.order, charged: order.chargedMinor, isCharged: order.isCharged,
          isCompleted: order.isCompleted, received: order.receivedMicros, taken: order.takenMinor,
          expensed: order.expensedMinor, layers: order.layers.map { $0.map(index) })
      }, movements: state.orderMovements)
    names.begin(
      older: state.named.map { ($0.movement, NameTable.layer(index($0.layer))) }
        + issues.indices.map { (issues[$0].movement, NameTable.issue(Int32($0))) })
    for entry in state.pending { restore(entry, layer: index) }
    for need in state.needs {
      periodic[rules[Int(need.pool)].averaging].add(need)
    }
    for layer in arena.usedIndices where arena.layers[Int(layer)].quantityLeft == 0 {
      if isPeriodic(arena.layers[Int(layer)].pool) { periodic.touch(layer) }
    }
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

  /// Movements that wait, in event order.
  private func exportedPending() -> [CostingState.Pending] {
    AveragingPeriod.allCases.flatMap { averaging in
      periodic[averaging].sortedEntries.map { exported($0, in: averaging) }
    }
  }

  private func exported(
    _ entry: PeriodicBook.Entry, in averaging: AveragingPeriod
  ) -> CostingState.Pending {
    switch entry {
    case .take(let take):
      .take(
        take.movement,
        pieces: periodic[averaging].pieces(of: take).map {
          CostingState.Piece(
            layer: number(of: $0.layer), quantityMicros: $0.quantity, target: number(of: $0.target))
        }, originPieces: Int(take.originPieces), estimateMinor: take.estimate)
    case .giveBack(let back):
      .giveBack(
        back.movement, quantityMicros: back.quantity, issue: issues[Int(back.issue)].movement,
        layer: number(of: back.layer), estimateMinor: back.estimate)
    case .cover(let cover):
      .cover(
        exported(cover.shortage, of: arena.layers[Int(cover.layer)].pool),
        layer: number(of: cover.layer), quantityMicros: cover.quantity,
        releasedMinor: cover.released, event: cover.cause.event, date: cover.cause.date)
    }
  }

  private mutating func restore(_ entry: CostingState.Pending, layer: (Int32) -> Int32) {
    switch entry {
    case .take(let movement, let pieces, let originPieces, let estimate):
      var take = PendingTake(
        movement: movement, pool: movement.pool,
        quantity: pieces.reduce(0) { $0 + $1.quantityMicros }, originPieces: originPieces)
      take.estimate = estimate
      let taken = pieces.map {
        Piece(
          layer: layer($0.layer), quantity: $0.quantityMicros, value: 0, target: layer($0.target))
      }
      let averaging = rules[Int(movement.pool)].averaging
      if movement.kind == .transfer {
        periodic[averaging].add(take, taken, to: movement.toPool)
      } else {
        if movement.kind == .consumption, movement.order >= 0 {
          production.expect(movement.order, estimate: estimate)
          periodic[averaging].add(take, taken, to: [])
        } else {
          periodic[averaging].add(take, taken)
        }
        if let issue = names.issue(of: movement.ordinal) {
          periodic[averaging].wait(for: issue)
        }
      }
    case .giveBack(let movement, let quantity, let issue, let made, let estimate):
      guard let index = names.issue(of: issue) else {
        accountingFault("the opening state names issue \(issue), which it does not hold")
      }
      if movement.kind == .consumption, movement.order >= 0 {
        production.expect(movement.order, estimate: estimate)
      }
      periodic[rules[Int(movement.pool)].averaging].add(
        PendingReturn(
          movement: movement, quantity: quantity, issue: index, layer: layer(made),
          estimate: estimate),
        from: issues[Int(index)].pool)
    case .cover(let shortage, let covering, let quantity, let released, let event, let date):
      periodic[rules[Int(shortage.pool)].averaging].add(
        Cover(
          shortage: Shortage(
            movement: shortage.movement, day: shortage.date.daysSince1970, kind: shortage.kind,
            role: shortage.role, quantityLeft: shortage.quantityLeftMicros,
            valueLeft: shortage.valueLeftMinor, target: layer(shortage.target)),
          layer: layer(covering), quantity: quantity, released: released,
          cause: Cause(event: event, date: date, reason: .cover)), in: shortage.pool)
    }
  }
}
