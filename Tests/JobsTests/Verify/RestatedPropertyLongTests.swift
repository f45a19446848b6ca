import Inventory
import Testing

@testable import Jobs

/// Closed periods and restated books over many more histories, for every method.
@Suite("Restated books, over many seeded histories", .serialized)
struct RestatedPropertyLongTests {
  @Test(
    "Whatever comes late, closed periods and restated books differ by what is listed",
    arguments: CostingMethod.allCases.filter { $0 != .specific })
  func identity(_ method: CostingMethod) throws {
    try RestatedProperty(method).check(1000..<1500)
  }
}
