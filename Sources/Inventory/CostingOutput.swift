/// The buffers that the engine appends to. The caller takes rows out as often as it likes; the engine
/// never reads them back.
public struct CostingOutput: Hashable, Sendable {
  /// Changes of inventory value.
  public var valued: [ValuedMovement] = []
  /// What issues took from layers.
  public var consumptions: [Consumption] = []
  /// Proofs of conservation, made at period ends.
  public var certificates: [CertificateRow] = []
  /// What production orders absorb and give up beside stock.
  public var production: [ProductionRow] = []
  /// What is wrong with the data.
  public var findings: [CostingFinding] = []

  /// Empty buffers.
  public init() {}

  /// Empties the buffers and keeps their memory.
  public mutating func removeAll() {
    valued.removeAll(keepingCapacity: true)
    consumptions.removeAll(keepingCapacity: true)
    certificates.removeAll(keepingCapacity: true)
    production.removeAll(keepingCapacity: true)
    findings.removeAll(keepingCapacity: true)
  }
}
