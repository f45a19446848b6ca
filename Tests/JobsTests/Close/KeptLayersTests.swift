import AccountingValues
import Inventory
import TestSupport
import Testing

@testable import Jobs

/// Closing layers that are kept for every month of the open span.
struct KeptLayersTests {
  @Test(
    "Layers come back as they were, whatever their numbers",
    arguments: 1...20 as ClosedRange<UInt64>)
  func sameLayers(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    func amount() -> Int64 {
      let bits = Int64.random(in: 0...62, using: &random)
      return Int64.random(in: -(1 << bits)...(1 << bits), using: &random)
    }
    func day() -> CivilDate {
      CivilDate(daysSince1970: .random(in: -5000...60_000, using: &random))
    }
    let layers = (0..<Int.random(in: 0...200, using: &random)).map { _ in
      ClosingLayer(
        pool: .random(in: 0...Int32.max, using: &random),
        layer: .random(in: -1...Int32.max, using: &random),
        origin: .random(in: -1...Int32.max, using: &random), queueDate: day(), ageDate: day(),
        lot: .random(in: -1...Int32.max, using: &random), quantityInMicros: amount(),
        quantityMicros: amount(), valueMinor: amount())
    }
    let kept = KeptLayers(layers)
    #expect(Array(kept) == layers, "seed \(seed)")
    #expect(kept.count == layers.count)
  }

  @Test("The largest amounts of either sign come back")
  func extremes() {
    let day = CivilDate(daysSince1970: 20_000)
    let layers = [(Int64.max, Int64.min), (.min, .max), (0, -1)].map { quantity, value in
      ClosingLayer(
        pool: 1, layer: -1, origin: 3, queueDate: day, ageDate: day, lot: -1,
        quantityInMicros: quantity, quantityMicros: value, valueMinor: value)
    }
    #expect(Array(KeptLayers(layers)) == layers)
  }
}
