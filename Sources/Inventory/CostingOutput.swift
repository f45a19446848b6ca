public import AccountingValues

/// The buffers that the engine appends to. The caller takes rows out as often as it likes; the engine
/// never reads them back. Those that there are more of than movements lie in pages, which need not stay
/// in memory.
public struct CostingOutput: Hashable, Sendable {
  /// Changes of inventory value.
  public var valued: Pages<ValuedMovement>
  /// What issues took from layers.
  public var consumptions: Pages<Consumption>
  /// Proofs of conservation, made at period ends.
  public var certificates: [CertificateRow] = []
  /// What production orders absorb and give up beside stock.
  public var production: [ProductionRow] = []
  /// What is wrong with the data.
  public var findings: [CostingFinding] = []

  /// Empty buffers.
  ///
  /// - Parameter pages: where the memory of many rows comes from.
  public init(pages: any PageSource = MemoryPages.shared) {
    valued = Pages(from: pages)
    consumptions = Pages(from: pages)
  }

  /// Says that the rows of movements will not be read for a while.
  public func leave() {
    valued.leave()
    consumptions.leave()
  }

  /// Empties the buffers and keeps their memory.
  public mutating func removeAll() {
    valued.removeAll()
    consumptions.removeAll()
    certificates.removeAll(keepingCapacity: true)
    production.removeAll(keepingCapacity: true)
    findings.removeAll(keepingCapacity: true)
  }
}
