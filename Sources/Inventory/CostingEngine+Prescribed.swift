import AccountingValues

/// The same goods at other values.
///
/// Under `hifo` values decide which goods leave. Who costs a stock once more with other values, and wants
/// the same goods to leave, says which layers they were:
///
///     books   10 at 12.00 · 10 at 9.00      an issue takes the first at 12.00
///     group   10 at  8.00 · 10 at 9.00      the same goods left, at 8.00
extension CostingEngine {
  /// Says which layers movements take where the dearest would leave first.
  ///
  /// - Parameter layers: numbers of layers in the order of taking, by movement.
  public mutating func prescribe(_ layers: [Int32: [Int32]]) { prescribed = layers }

  /// The next layer that a movement is to take; `nil` where nobody says.
  func prescribedLayer(for movement: StockMovement, in pool: Int32) -> Int32? {
    guard !prescribed.isEmpty, let numbers = prescribed[movement.ordinal] else { return nil }
    for number in numbers {
      var index = pools[Int(pool)].head
      while index >= 0 {
        let layer = arena.layers[Int(index)]
        if layer.number == number { return index }
        index = layer.next
      }
    }
    return nil
  }
}
