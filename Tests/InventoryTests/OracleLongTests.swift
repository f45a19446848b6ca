import Inventory
import Testing

/// The same as `OracleTests`, with millions of histories: in release.
@Suite("The engine agrees with the slow, obvious implementation, at length")
struct OracleLongTests {
  @Test(
    "Ten thousand histories of every perpetual method and of all mixed",
    arguments: [nil] + CostingMethod.perpetual)
  func histories(_ method: CostingMethod?) {
    let difference = OracleComparison.difference(over: 1_000..<11_000, method)
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
}
