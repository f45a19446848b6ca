import Inventory
import Testing

@Suite("Properties of costing over seeded histories")
struct PropertyTests {
  @Test("A run cut anywhere and taken up from its state gives the same rows as one run")
  func split() { CostingProperty.split(0..<300) }

  @Test("A run cut at the end of every period gives the same rows as one run")
  func splitAtPeriods() { CostingProperty.splitAtPeriods(0..<300) }

  @Test("Movements in runs give the same rows as one by one")
  func batches() { CostingProperty.batches(0..<300) }

  @Test("Running twice gives the same rows")
  func twice() { CostingProperty.twice(0..<300) }

  @Test("Forgetting what nothing names changes no row")
  func forgetting() { CostingProperty.forgetting(0..<300) }

  @Test("Pools without transfers between them do not know of each other")
  func independence() { CostingProperty.independence(0..<300) }

  @Test("Every certificate balances, and its closing is the next opening")
  func conservation() { CostingProperty.conservation(0..<300) }

  @Test("Rows of a movement add up to its cost, and its consumptions to the same")
  func consumptionsCarryTheCost() { CostingProperty.consumptionsCarryTheCost(0..<300) }

  @Test("Transfers sum to zero over the pools")
  func transfersSumToZero() { CostingProperty.transfersSumToZero(0..<300) }

  @Test(
    "An issue costs no less than its cheapest and no more than its dearest layer, to the minor unit",
    arguments: [CostingMethod.fifo, .lifo, .hifo, .specific, .movingAverage])
  func convexity(_ method: CostingMethod) { CostingProperty.convexity(0..<300, method) }
}
