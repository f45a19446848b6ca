public import AccountingValues

/// What a production order cost beside the standard of what it made, by cause.
///
/// Cost stands beside standard for each resource, a component, labour or overhead, in four steps that
/// differ by one cause each, so that nothing can be counted twice or left out:
///
///     actual cost            what was used, at what it cost
///       price, rate          − at standard: what was used × standard price
///       usage, efficiency    − allowed: what the units started may use × standard price
///       yield                − good: what the good units may use × standard price
///
/// Units started are the good ones and those scrapped, so scrap is measured once, at the standard of all
/// that went into it, and does not show again as too much material or time (IAS 2.16: abnormal waste is
/// expense). What is left is the product's own standard beside the sum of its bill of materials and
/// routing: a lot of another size, a standard of another day, cents. It stays production variance.
///
///     Standard of a table, 33.00:     4 m wood at 5.00      0.5 h at 20.00    overhead 6.00 an hour
///     Order of 10: 9 good, 1 scrap    42 m for 218.40       6 h for 126.00    36.00     = 380.40
///                      at standard    42 m     210.00       6 h     120.00    36.00
///                       allowed 10    40 m     200.00       5 h     100.00    30.00
///                           good 9    36 m     180.00     4.5 h      90.00    27.00     = 297.00
///
///     price 8.40 · usage 10.00 · rate 6.00 · efficiency 20.00 · overhead 6.00 · yield 20 + 10 + 3 = 33.00
///     left: 297.00 − 9 × 33.00 = 0.00        in all 83.40 = 380.40 − 297.00
///
/// A component without a standard is measured at what it cost, so that it has usage and no price.
/// Labour whose hours nobody wrote down is taken to be paid at standard, so that it has efficiency and
/// no rate. Overhead is one variance: what was applied beside what was allowed; its first step is spending,
/// its second efficiency. What overhead itself cost beside what orders absorbed of it (volume) is no
/// matter of an order: it is what the expense and its absorption account differ by.
public struct ProductionVariance: Hashable, Sendable {
  /// A cause. Raw values are the words posting rules use.
  public enum Cause: String, Hashable, Sendable, CaseIterable {
    /// Components cost more than their standard.
    case materialPrice = "material_price_variance"
    /// More of components was used than the units started may use.
    case usage = "usage_variance"
    /// An hour cost more than its standard.
    case rate = "rate_variance"
    /// More hours were worked than the units started may take.
    case efficiency = "efficiency_variance"
    /// More overhead was applied than the units started may take.
    case overhead = "overhead_variance"
    /// Standard cost of the units scrapped.
    case yield = "yield_variance"
    /// What none of these explains.
    case unexplained = "production_variance"
  }

  /// An amount for each cause, in minor units; cost above standard is positive.
  public struct Parts: Hashable, Sendable {
    private var amounts = Array(repeating: Int64(0), count: Cause.allCases.count)

    /// Nothing.
    public init() {}

    /// The amount of a cause.
    public subscript(cause: Cause) -> Int64 {
      get { amounts[Self.position(cause)] }
      set { amounts[Self.position(cause)] = newValue }
    }

    /// All causes together.
    public var total: Int64 { amounts.reduce(0, +) }
    /// Whether every cause is zero.
    public var isZero: Bool { amounts.allSatisfy { $0 == 0 } }

    /// What came in between two moments.
    public static func - (after: Parts, before: Parts) -> Parts {
      var difference = after
      for index in difference.amounts.indices { difference.amounts[index] -= before.amounts[index] }
      return difference
    }

    /// Both together.
    public static func + (a: Parts, b: Parts) -> Parts {
      var sum = a
      for index in sum.amounts.indices { sum.amounts[index] += b.amounts[index] }
      return sum
    }

    private static func position(_ cause: Cause) -> Int {
      switch cause {
      case .materialPrice: 0
      case .usage: 1
      case .rate: 2
      case .efficiency: 3
      case .overhead: 4
      case .yield: 5
      case .unexplained: 6
      }
    }
  }

  /// One resource of an order, from what it cost to what the good units may cost.
  public struct Line: Hashable, Sendable {
    /// What it is.
    public enum Resource: String, Hashable, Sendable {
      /// A component.
      case material
      /// Hours of people.
      case labour
      /// Overhead by the hour.
      case overhead
    }

    /// What it is.
    public var resource: Resource
    /// The component, in the caller's numbers; −1 for hours.
    public var item: Int32
    /// Used, in 10⁻⁶ stock units or hours; `nil` where hours are not stated.
    public var usedMicros: Int64?
    /// What the units started may use, in the same unit.
    public var allowedMicros: Int64
    /// What the good units may use.
    public var goodMicros: Int64
    /// What was used, at what it cost.
    public var actualMinor: Int64
    /// What was used, at standard price.
    public var atStandardMinor: Int64
    /// `allowedMicros` at standard price.
    public var allowedMinor: Int64
    /// `goodMicros` at standard price.
    public var goodMinor: Int64

    /// Price of components, rate of labour, spending of overhead.
    public var priceMinor: Int64 { actualMinor - atStandardMinor }
    /// Usage of components, efficiency of labour and overhead.
    public var usageMinor: Int64 { atStandardMinor - allowedMinor }
    /// Standard cost of what was scrapped.
    public var yieldMinor: Int64 { allowedMinor - goodMinor }
  }

  /// The resources: components as given, then labour and overhead where the order absorbed them.
  public let lines: [Line]

  /// Measures an order.
  ///
  /// - Parameters:
  ///   - order: what it used and made, and what it may use.
  ///   - minorDigits: digits of the currency's minor unit.
  /// - Throws: `ValueError` when an amount leaves the range of 64 bits.
  public init(of order: ProductionUse, minorDigits: Int) throws(ValueError) {
    let measure = try ProductionMeasure(order, minorDigits: minorDigits)
    var lines: [Line] = []
    for component in order.components { lines.append(try measure.line(component)) }
    if let labour = order.labourMinor {
      lines.append(try measure.line(.labour, labour, rate: \.labourRateMicros))
    }
    if let overhead = order.overheadMinor {
      lines.append(try measure.line(.overhead, overhead, rate: \.overheadRateMicros))
    }
    self.lines = lines
  }

  /// What the lines say of each cause, nothing left unexplained: cost less `goodMinor`.
  public var parts: Parts {
    var parts = Parts()
    for line in lines {
      switch line.resource {
      case .material:
        parts[.materialPrice] += line.priceMinor
        parts[.usage] += line.usageMinor
      case .labour:
        parts[.rate] += line.priceMinor
        parts[.efficiency] += line.usageMinor
      case .overhead: parts[.overhead] += line.priceMinor + line.usageMinor
      }
      parts[.yield] += line.yieldMinor
    }
    return parts
  }

  /// What the good units may cost: bill of materials and routing at standard prices.
  public var goodMinor: Int64 { lines.reduce(0) { $0 + $1.goodMinor } }

  /// The parts of a variance that was given up in the books.
  ///
  /// Of an order with products of several methods only those at standard leave variance: each cause
  /// counts by their share of the order's cost, rounded, and what is left to the cent is unexplained.
  ///
  /// - Parameters:
  ///   - total: what the order gave up, in minor units.
  ///   - weight: the share of the products at standard in the order's cost, against `whole`.
  ///   - whole: all shares, positive.
  /// - Returns: parts that add up to `total`.
  /// - Throws: `ValueError` when an amount leaves the range of 64 bits.
  public func parts(
    of total: Int64, weight: Int64, in whole: Int64
  ) throws(ValueError) -> Parts {
    var parts = parts
    for cause in Cause.allCases where weight != whole {
      parts[cause] = try Rounding.scaled(parts[cause], times: weight, over: whole)
    }
    parts[.unexplained] = 0
    parts[.unexplained] = total - parts.total
    return parts
  }
}

extension ProductionVariance.Parts {
  /// A variance that nothing explains.
  public static func unexplained(_ total: Int64) -> Self {
    var parts = Self()
    parts[.unexplained] = total
    return parts
  }
}
