/// Where the cost of what comes in without a price is looked for; the first that knows one wins, zero
/// is at the end of every chain (ACCOUNTING §2). Four bits per step, so that a pool's rules stay
/// plain values without a buffer of their own.
public struct MissingPriceChain: Hashable, Sendable, Sequence {
  /// A place to look in.
  public enum Source: UInt8, Hashable, Sendable, CaseIterable {
    /// What the document that explains the movement states.
    case document = 1
    /// The price of the purchase order.
    case purchaseOrder
    /// The last layer received; for averages the running average.
    case lastLayer
    /// The standard cost.
    case standard
  }

  private let steps: UInt16

  /// Document, purchase order, last layer, standard.
  public static let all = MissingPriceChain(Source.allCases)

  /// A chain of sources in their order; each counts where it stands first.
  public init(_ sources: [Source]) {
    var steps: UInt16 = 0
    var shift: UInt16 = 0
    var seen: Set<Source> = []
    for source in sources where seen.insert(source).inserted {
      steps |= UInt16(source.rawValue) << shift
      shift += 4
    }
    self.steps = steps
  }

  /// The steps that are left of a chain.
  public struct Iterator: IteratorProtocol {
    fileprivate var steps: UInt16

    /// The next source.
    public mutating func next() -> Source? {
      defer { steps >>= 4 }
      return Source(rawValue: UInt8(steps & 15))
    }
  }

  /// Walks through the sources, first to last.
  public func makeIterator() -> Iterator { Iterator(steps: steps) }
}
