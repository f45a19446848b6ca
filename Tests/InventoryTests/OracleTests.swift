import Inventory
import Testing

@Suite("The engine agrees with the slow, obvious implementation")
struct OracleTests {
  @Test(
    "Seeded histories of every perpetual method and of all mixed",
    arguments: [nil] + CostingMethod.perpetual)
  func histories(_ method: CostingMethod?) {
    let difference = OracleComparison.difference(over: 0..<300, method)
    #expect(difference == nil)
  }

  @Test(
    "All sequences of up to four events over a small alphabet", arguments: CostingMethod.perpetual)
  func smallCases(_ method: CostingMethod) {
    for length in 1...4 {
      let difference = OracleComparison.difference(inSequencesOf: length, method)
      #expect(difference == nil)
    }
  }

  @Test(
    "A credit that no average can carry is variance of the oldest layer it was to stay with",
    arguments: [(4_016, .movingAverage), (6_829, nil)] as [(UInt64, CostingMethod?)])
  func overdrawnAverages(_ seed: UInt64, _ method: CostingMethod?) {
    let difference = OracleComparison.difference(over: seed..<seed + 1, method)
    #expect(difference == nil)
  }

  @Test("All sequences of up to four events of a periodic average and its periods")
  func smallPeriodicCases() {
    for length in 1...4 {
      let difference = PeriodicAlphabet.difference(inSequencesOf: length)
      #expect(difference == nil)
    }
  }

  @Test("All sequences of up to four events of two periodic averages that send each other goods")
  func smallTwoPoolCases() {
    for length in 1...4 {
      let difference = TwoPoolPeriodicAlphabet.difference(inSequencesOf: length)
      #expect(difference == nil)
    }
  }

  @Test(
    "Nothing is lost in any sequence of three events over two pools, whatever their methods",
    arguments: CostingMethod.poolwide, CostingMethod.poolwide)
  func conservation(_ first: CostingMethod, _ second: CostingMethod) {
    #expect(ConservationAlphabet.difference(inSequencesOf: 3, (first, second)) == nil)
  }
}
