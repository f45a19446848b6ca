import AccountingValues

/// Goods that change place.
///
/// Inside a pool nothing changes. Between pools the sender's method takes layers, and each becomes a
/// layer of the receiver with the same origin, age, queue date and value, so that a fifo queue there
/// is in the order of the original receipts. Values leave and enter against the role `transfer`.
///
///     A before   10 for 50.00 of 1 March · 10 for 60.00 of 5 March       B before  4 for 28.00 of 3 March
///     transfer 12 from A to B
///     A after    8 for 48.00 of 5 March
///     B after    10 for 50.00 of 1 March · 4 for 28.00 of 3 March · 2 for 12.00 of 5 March
///
/// What the sender did not have arrives at its provisional cost; when the sender is covered, the
/// correction follows into the receiver's layer. Under `standard` the receiver takes goods at its own
/// standard, the difference is cost variance.
extension CostingEngine {
  mutating func transfer(_ movement: StockMovement, into output: inout CostingOutput) {
    var movement = movement
    if movement.quantityMicros > 0 {
      swap(&movement.pool, &movement.toPool)
      movement.quantityMicros = -movement.quantityMicros
    }
    if movement.pool == movement.toPool || movement.quantityMicros == 0 {
      post(movement, quantity: 0, value: 0, role: .transfer, basis: .method, into: &output)
      return
    }
    let quantity = -movement.quantityMicros
    guard mayLeave(movement, quantity, into: &output) else { return }
    if carriesLater(movement) { return carryLater(movement, quantity) }
    let taken = take(movement, quantity, from: movement.pool, into: &output)
    post(
      movement, quantity: -quantity, value: -taken.value, role: .transfer, basis: taken.basis,
      into: &output)
    _ = add(
      movement, to: movement.toPool, quantity: quantity, value: taken.value, worth: taken.value,
      role: .transfer, basis: taken.basis, into: &output)
    for index in pieces.indices { pieces[index].target = carry(movement, pieces[index]) }
    let targets = pieces.map(\.target)
    record(movement, role: .transfer, into: &output)
    for target in targets {
      cover(movement.toPool, with: target, cause: Cause(of: movement), into: &output)
      settle(target, of: movement.toPool)
    }
  }

  /// Makes the receiver's layer of one piece.
  mutating func carry(_ movement: StockMovement, _ piece: Piece) -> Int32 {
    let day = movement.date.daysSince1970
    let from = piece.layer >= 0 ? arena.layers[Int(piece.layer)] : nil
    let isKept = from?.isKept ?? true
    let layer = Layer(
      pool: movement.toPool, origin: from?.origin ?? movement.ordinal,
      quantityIn: piece.quantity, quantityLeft: piece.quantity,
      value: rules[Int(movement.toPool)].isOwned ? piece.value : 0,
      queueDay: from?.queueDay ?? day, ageDay: from?.ageDay ?? day,
      firstLink: isKept ? Layer.none : Layer.unlinked,
      lot: movement.lot != StockMovement.none ? movement.lot : from?.lot ?? StockMovement.none,
      number: arena.takeNumber())
    return arena.insert(layer, into: &pools[Int(movement.toPool)])
  }
}
