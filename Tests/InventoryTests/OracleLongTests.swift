import Inventory
import Testing

/// The same as `OracleTests`, with millions of histories: in release.
@Suite("The engine agrees with the slow, obvious implementation, at length")
struct OracleLongTests {
  @Test(
    "Ten thousand histories of all perpetual methods mixed, three thousand of each",
    arguments: [nil] + CostingMethod.perpetual)
  func histories(_ method: CostingMethod?) {
    let difference = OracleComparison.difference(
      over: 1_000..<(method == nil ? 11_000 : 4_000), method)
    #expect(difference == nil)
  }

  @Test(
    "All sequences of five and six events over a small alphabet",
    arguments: CostingMethod.perpetual, [5, 6])
  func smallCases(_ method: CostingMethod, _ length: Int) {
    let difference = OracleComparison.difference(inSequencesOf: length, method)
    #expect(difference == nil)
  }

  @Test(
    "All sequences of five and six events of a periodic average and its periods", arguments: [5, 6])
  func smallPeriodicCases(_ length: Int) {
    let difference = PeriodicAlphabet.difference(inSequencesOf: length)
    #expect(difference == nil)
  }

  @Test(
    "All sequences of five and six events of two periodic averages that send each other goods",
    arguments: [5, 6])
  func smallTwoPoolCases(_ length: Int) {
    let difference = TwoPoolPeriodicAlphabet.difference(inSequencesOf: length)
    #expect(difference == nil)
  }

  @Test(
    "Nothing is lost in any sequence of five events over two pools, whatever their methods",
    arguments: CostingMethod.poolwide, CostingMethod.poolwide)
  func conservation(_ first: CostingMethod, _ second: CostingMethod) {
    #expect(ConservationAlphabet.difference(inSequencesOf: 5, (first, second)) == nil)
  }
}
