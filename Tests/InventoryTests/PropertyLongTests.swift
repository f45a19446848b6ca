import Inventory
import Testing

/// The same as `PropertyTests` over many more histories: in release.
@Suite("Properties of costing over ten thousand seeded histories")
struct PropertyLongTests {
  @Test("A run cut anywhere and taken up from its state gives the same rows as one run")
  func split() { CostingProperty.split(1_000..<11_000) }

  @Test("A run cut at the end of every period gives the same rows as one run")
  func splitAtPeriods() { CostingProperty.splitAtPeriods(1_000..<11_000) }

  @Test("Movements in runs give the same rows as one by one")
  func batches() { CostingProperty.batches(1_000..<11_000) }

  @Test("Running twice gives the same rows")
  func twice() { CostingProperty.twice(1_000..<11_000) }

  @Test("Forgetting what nothing names changes no row")
  func forgetting() { CostingProperty.forgetting(1_000..<11_000) }

  @Test("Pools without transfers between them do not know of each other")
  func independence() { CostingProperty.independence(1_000..<11_000) }

  @Test("Every certificate balances, and its closing is the next opening")
  func conservation() { CostingProperty.conservation(1_000..<11_000) }

  @Test("Rows of a movement add up to its cost, and its consumptions to the same")
  func consumptionsCarryTheCost() { CostingProperty.consumptionsCarryTheCost(1_000..<11_000) }

  @Test("Transfers sum to zero over the pools")
  func transfersSumToZero() { CostingProperty.transfersSumToZero(1_000..<11_000) }

  @Test(
    "An issue costs no less than its cheapest and no more than its dearest layer, to the minor unit",
    arguments: [CostingMethod.fifo, .lifo, .hifo, .specific, .movingAverage])
  func convexity(_ method: CostingMethod) { CostingProperty.convexity(1_000..<6_000, method) }
}
