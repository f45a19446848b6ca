import AccountingValues

/// What a production order used and made until a day, beside what its units may use.
public struct ProductionUse: Hashable, Sendable {
  /// A component, used or to be used.
  public struct Component: Hashable, Sendable {
    /// The item, in the caller's numbers.
    public var item: Int32
    /// Taken less what came back, in 10⁻⁶ stock units.
    public var usedMicros: Int64
    /// What that cost, in minor units.
    public var costMinor: Int64
    /// What `perMicros` units made may use, in 10⁻⁶ stock units; zero for what no standard knows.
    public var standardMicros: Int64
    /// Units made that `standardMicros` is for, in 10⁻⁶; positive.
    public var perMicros: Int64
    /// Standard price of a stock unit, in 10⁻⁶ major units; `nil` for an item without a standard.
    public var priceMicros: Int64?

    /// A component.
    public init(
      item: Int32, usedMicros: Int64 = 0, costMinor: Int64 = 0, standardMicros: Int64 = 0,
      perMicros: Int64 = 1_000_000, priceMicros: Int64? = nil
    ) {
      self.item = item
      self.usedMicros = usedMicros
      self.costMinor = costMinor
      self.standardMicros = standardMicros
      self.perMicros = perMicros
      self.priceMicros = priceMicros
    }
  }

  /// An operation of the routing.
  public struct Operation: Hashable, Sendable {
    /// Hours of an order, in 10⁻⁶.
    public var setupMicros: Int64
    /// Hours of a unit, in 10⁻⁶.
    public var runMicros: Int64
    /// Labour of an hour, in 10⁻⁶ major units.
    public var labourRateMicros: Int64
    /// Overhead of an hour, in 10⁻⁶ major units.
    public var overheadRateMicros: Int64

    /// An operation.
    public init(
      setupMicros: Int64, runMicros: Int64, labourRateMicros: Int64, overheadRateMicros: Int64
    ) {
      self.setupMicros = setupMicros
      self.runMicros = runMicros
      self.labourRateMicros = labourRateMicros
      self.overheadRateMicros = overheadRateMicros
    }
  }

  /// Units that came into stock, in 10⁻⁶.
  public var goodMicros: Int64
  /// Units started and lost, in 10⁻⁶.
  public var scrappedMicros: Int64
  /// Its components, and what only the standard knows of them.
  public var components: [Component]
  /// Its operations.
  public var operations: [Operation]
  /// Labour absorbed, in minor units; `nil` where the source absorbs none.
  public var labourMinor: Int64?
  /// Overhead absorbed, in minor units; `nil` where the source absorbs none.
  public var overheadMinor: Int64?
  /// Hours worked, in 10⁻⁶; `nil` where nobody wrote them down.
  public var hoursMicros: Int64?

  /// What an order used and made.
  public init(
    goodMicros: Int64, scrappedMicros: Int64 = 0, components: [Component] = [],
    operations: [Operation] = [], labourMinor: Int64? = nil, overheadMinor: Int64? = nil,
    hoursMicros: Int64? = nil
  ) {
    self.goodMicros = goodMicros
    self.scrappedMicros = scrappedMicros
    self.components = components
    self.operations = operations
    self.labourMinor = labourMinor
    self.overheadMinor = overheadMinor
    self.hoursMicros = hoursMicros
  }
}

/// Measures the resources of an order against its standards.
struct ProductionMeasure {
  private let order: ProductionUse
  private let started: Int64
  /// From 10⁻⁶ units × 10⁻⁶ major units to minor units.
  private let divisor: Int128

  init(_ order: ProductionUse, minorDigits: Int) throws(ValueError) {
    self.order = order
    let (sum, overflow) = order.goodMicros.addingReportingOverflow(order.scrappedMicros)
    if overflow { throw .outOfRange }
    started = sum
    divisor = Rounding.powerOfTen(12 - minorDigits)
  }

  func line(
    _ component: ProductionUse.Component
  ) throws(ValueError) -> ProductionVariance.Line {
    func quantity(of units: Int64) throws(ValueError) -> Int64 {
      try Rounding.scaled(component.standardMicros, times: units, over: component.perMicros)
    }
    let allowed = try quantity(of: started)
    let good = try quantity(of: order.goodMicros)
    func cost(_ quantity: Int64) throws(ValueError) -> Int64 {
      if let price = component.priceMicros {
        return try minor(Int128(quantity) * Int128(price), over: divisor)
      }
      // What was not used, or came back dearer than it left, tells no price.
      guard component.usedMicros > 0, component.costMinor > 0 else { return component.costMinor }
      return try minor(
        Int128(component.costMinor) * Int128(quantity), over: Int128(component.usedMicros))
    }
    return ProductionVariance.Line(
      resource: .material, item: component.item, usedMicros: component.usedMicros,
      allowedMicros: allowed, goodMicros: good, actualMinor: component.costMinor,
      atStandardMinor: try cost(component.usedMicros), allowedMinor: try cost(allowed),
      goodMinor: try cost(good))
  }

  /// Hours of people, or overhead that goes by them. An hour worked is worth the average hour of the
  /// routing, since nobody tells which operation it was.
  func line(
    _ resource: ProductionVariance.Line.Resource, _ actual: Int64,
    rate: KeyPath<ProductionUse.Operation, Int64>
  ) throws(ValueError) -> ProductionVariance.Line {
    let allowed = try standard(of: started, rate)
    let good = try standard(of: order.goodMicros, rate)
    var atStandard = actual
    if let hours = order.hoursMicros, allowed.hours > 0 {
      atStandard = try minor(Int128(allowed.cost) * Int128(hours), over: Int128(allowed.hours))
    }
    return ProductionVariance.Line(
      resource: resource, item: -1, usedMicros: order.hoursMicros, allowedMicros: allowed.hours,
      goodMicros: good.hours, actualMinor: actual, atStandardMinor: atStandard,
      allowedMinor: allowed.cost, goodMinor: good.cost)
  }

  /// Hours that units may take and what these cost. Nothing started needs no setup.
  private func standard(
    of units: Int64, _ rate: KeyPath<ProductionUse.Operation, Int64>
  ) throws(ValueError) -> (hours: Int64, cost: Int64) {
    if units == 0 { return (0, 0) }
    var hours: Int128 = 0
    var cost: Int128 = 0
    for operation in order.operations {
      let time =
        Int128(operation.setupMicros) * 1_000_000 + Int128(operation.runMicros) * Int128(units)
      hours += time
      let (product, overflow) = time.multipliedReportingOverflow(
        by: Int128(operation[keyPath: rate]))
      if overflow { throw .outOfRange }
      cost += product
    }
    return (try minor(hours, over: 1_000_000), try minor(cost, over: divisor * 1_000_000))
  }

  /// The quotient, where sums of such figures stay in range.
  private func minor(_ numerator: Int128, over divisor: Int128) throws(ValueError) -> Int64 {
    let value = try Rounding.quotient(numerator, divisor)
    guard value.magnitude <= UInt128(CostingEngine.largestAmount) else { throw .outOfRange }
    return Int64(value)
  }
}
