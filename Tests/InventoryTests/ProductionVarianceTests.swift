import AccountingValues
import Inventory
import TestSupport
import Testing

@Suite("Production variances: what an order cost beside the standard of what it made")
struct ProductionVarianceTests {
  private typealias Component = ProductionUse.Component

  private static let unit: Int64 = 1_000_000

  /// A table: 4 m of wood at 5.00, half an hour at 20.00 and 6.00 of overhead: 33.00.
  private static func table(
    good: Int64, scrapped: Int64 = 0, wood: Int64, for cost: Int64, price: Int64? = 5_000_000,
    hours: Int64? = nil, labour: Int64? = nil, overhead: Int64? = nil, setup: Int64 = 0
  ) -> ProductionUse {
    ProductionUse(
      goodMicros: good * unit, scrappedMicros: scrapped * unit,
      components: [
        Component(
          item: 7, usedMicros: wood * unit, costMinor: cost, standardMicros: 4 * unit,
          priceMicros: price)
      ],
      operations: [
        .init(
          setupMicros: setup, runMicros: 500_000, labourRateMicros: 20_000_000,
          overheadRateMicros: 6_000_000)
      ], labourMinor: labour, overheadMinor: overhead, hoursMicros: hours.map { $0 * unit })
  }

  /// The causes that are not zero, in the order of `Cause`.
  private static func listed(_ parts: ProductionVariance.Parts) -> [String] {
    ProductionVariance.Cause.allCases.filter { parts[$0] != 0 }.map { "\($0) \(parts[$0])" }
  }

  @Test("Ten tables begun, nine good: every cause, and all of them the cost above nine standards")
  func worked() throws {
    let measured = try ProductionVariance(
      of: Self.table(
        good: 9, scrapped: 1, wood: 42, for: 218_40, hours: 6, labour: 126_00, overhead: 36_00),
      minorDigits: 2)
    #expect(
      Self.listed(try measured.parts(of: 380_40 - 297_00, weight: 1, in: 1)) == [
        "materialPrice 840", "usage 1000", "rate 600", "efficiency 2000", "overhead 600",
        "yield 3300",
      ])
    #expect(measured.goodMinor == 297_00)
    #expect(measured.parts.total == 83_40)
    let wood = measured.lines[0]
    #expect(
      [wood.usedMicros, wood.allowedMicros, wood.goodMicros] == [
        42_000_000, 40_000_000, 36_000_000,
      ])
    #expect(
      [wood.actualMinor, wood.atStandardMinor, wood.allowedMinor, wood.goodMinor]
        == [218_40, 210_00, 200_00, 180_00])
    #expect(measured.lines.map(\.resource) == [.material, .labour, .overhead])
  }

  @Test(
    "One cause at a time",
    arguments: [
      ("nothing", Self.table(good: 10, wood: 40, for: 200_00), []),
      ("cheaper wood", Self.table(good: 10, wood: 40, for: 190_00), ["materialPrice -1000"]),
      ("less wood", Self.table(good: 10, wood: 39, for: 195_00), ["usage -500"]),
      (
        "wood without a standard: what it cost measures it",
        Self.table(good: 10, wood: 50, for: 200_00, price: nil), ["usage 4000"]
      ),
      (
        "dearer hours",
        Self.table(good: 10, wood: 40, for: 200_00, hours: 5, labour: 110_00, overhead: 30_00),
        ["rate 1000"]
      ),
      (
        "more hours",
        Self.table(good: 10, wood: 40, for: 200_00, hours: 7, labour: 140_00, overhead: 42_00),
        ["efficiency 4000", "overhead 1200"]
      ),
      (
        "labour without hours was paid at standard, for longer",
        Self.table(good: 10, wood: 40, for: 200_00, labour: 110_00), ["efficiency 1000"]
      ),
      (
        "an hour of setup is allowed once an order",
        Self.table(
          good: 10, wood: 40, for: 200_00, hours: 6, labour: 120_00, overhead: 36_00,
          setup: 1_000_000), []
      ),
      ("two scrapped", Self.table(good: 8, scrapped: 2, wood: 40, for: 200_00), ["yield 4000"]),
      ("all scrapped", Self.table(good: 0, scrapped: 10, wood: 40, for: 200_00), ["yield 20000"]),
      (
        "nothing used although the standard asks for it",
        Self.table(good: 10, wood: 0, for: 0), ["usage -20000"]
      ),
    ])
  func causes(_ name: String, _ order: ProductionUse, _ expected: [String]) throws {
    #expect(Self.listed(try ProductionVariance(of: order, minorDigits: 2).parts) == expected)
  }

  @Test("A substitute is usage at its own standard, and so is what it stands for")
  func substitute() throws {
    let order = ProductionUse(
      goodMicros: 10 * Self.unit,
      components: [
        Component(item: 7, standardMicros: 4 * Self.unit, priceMicros: 5_000_000),
        Component(item: 8, usedMicros: 40 * Self.unit, costMinor: 240_00, priceMicros: 6_000_000),
      ])
    let measured = try ProductionVariance(of: order, minorDigits: 2)
    #expect(measured.lines.map(\.usageMinor) == [-200_00, 240_00])
    #expect(Self.listed(measured.parts) == ["usage 4000"])
  }

  @Test("Of joint products only the share at standard leaves variance; the cents stay unexplained")
  func jointProducts() throws {
    // 10.00 of usage and 8.40 of price; two thirds of the order belong to products at standard.
    let measured = try ProductionVariance(
      of: Self.table(good: 10, wood: 42, for: 218_40), minorDigits: 2)
    #expect(
      Self.listed(try measured.parts(of: 12_30, weight: 2, in: 3))
        == ["materialPrice 560", "usage 667", "unexplained 3"])
  }

  @Test("What the product's own standard has beside its bill of materials and routing is left")
  func otherStandard() throws {
    // Its standard says 20.50 of wood: ten come in at 205.00.
    let measured = try ProductionVariance(
      of: Self.table(good: 10, wood: 41, for: 205_00), minorDigits: 2)
    #expect(
      Self.listed(try measured.parts(of: 205_00 - 205_00, weight: 1, in: 1))
        == ["usage 500", "unexplained -500"])
  }

  @Test("Amounts beyond 64 bits are refused, not cut")
  func range() {
    var order = Self.table(good: 10, wood: 40, for: 200_00)
    order.components[0].priceMicros = .max
    #expect(throws: ValueError.self) { try ProductionVariance(of: order, minorDigits: 2) }
    order = Self.table(good: 10, wood: 40, for: 200_00)
    order.scrappedMicros = .max
    #expect(throws: ValueError.self) { try ProductionVariance(of: order, minorDigits: 2) }
  }

  @Test("In any currency the causes are cost less the standard of the good units, to the cent")
  func identity() throws {
    for seed in 0..<2_000 as Range<UInt64> {
      var random = SplitMix64(seed: seed)
      func any(_ range: ClosedRange<Int64>) -> Int64 { Int64.random(in: range, using: &random) }
      let order = ProductionUse(
        goodMicros: any(0...20_000_000), scrappedMicros: any(0...3_000_000),
        components: (0..<any(0...4)).map { item in
          Component(
            item: Int32(item), usedMicros: any(-1_000_000...90_000_000),
            costMinor: any(-9...99_999),
            standardMicros: any(0...9_000_000), perMicros: any(1...20_000_000),
            priceMicros: Bool.random(using: &random) ? any(0...90_000_000) : nil)
        },
        operations: (0..<any(0...2)).map { _ in
          .init(
            setupMicros: any(0...2_000_000), runMicros: any(0...2_000_000),
            labourRateMicros: any(0...50_000_000), overheadRateMicros: any(0...9_000_000))
        },
        labourMinor: Bool.random(using: &random) ? any(0...99_999) : nil,
        overheadMinor: Bool.random(using: &random) ? any(0...99_999) : nil,
        hoursMicros: Bool.random(using: &random) ? any(0...90_000_000) : nil)
      let measured = try ProductionVariance(of: order, minorDigits: Int(any(0...4)))
      let cost =
        order.components.reduce(0) { $0 + $1.costMinor }
        + (order.labourMinor ?? 0) + (order.overheadMinor ?? 0)
      #expect(measured.parts.total == cost - measured.goodMinor, "seed \(seed)")
      #expect(measured.parts[.unexplained] == 0, "seed \(seed)")
      let weight = any(0...7)
      #expect(
        try measured.parts(of: 1_234, weight: weight, in: 7).total == 1_234, "seed \(seed)")
    }
  }
}
