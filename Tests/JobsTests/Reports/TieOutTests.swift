import AccountingValues
import Reporting
import Testing

@testable import Jobs

/// How comparisons are printed.
@Suite("Comparisons on reports")
struct TieOutTests {
  struct Case: CustomTestStringConvertible {
    let testDescription: String
    let expected: Int64?
    let actual: Int64?
    let status: String
  }

  @Test(
    "Two empty sides compare nothing, and only equal figures agree",
    arguments: [
      Case(testDescription: "equal", expected: 482_119_07, actual: 482_119_07, status: "agrees"),
      Case(testDescription: "a cent", expected: 482_119_07, actual: 482_119_08, status: "differs"),
      Case(testDescription: "one side", expected: 0, actual: 1, status: "differs"),
      Case(testDescription: "zeros", expected: 0, actual: 0, status: "nothing to compare"),
      Case(testDescription: "nothing", expected: nil, actual: nil, status: "nothing to compare"),
    ])
  func amounts(_ one: Case) throws {
    let euro = try #require(Currency(code: "EUR"))
    let tie = Jobs.TieOut(
      name: "customer_advances", subject: "3250", currency: euro, expectedMinor: one.expected,
      actualMinor: one.actual)
    #expect(tie.shown.status.rawValue == one.status)
  }

  @Test("Counts are printed with their sides, and two empty ones compare nothing")
  func counts() {
    func tie(_ booked: Int64, _ counted: Int64) -> Jobs.TieOut {
      Jobs.TieOut(
        name: "quantity_on_hand", subject: "stock_snapshots", expectedCount: counted,
        actualCount: booked)
    }
    #expect(tie(12, 12).shown.status == .agrees)
    #expect(tie(12, 11).shown.status == .differs)
    #expect(tie(0, 0).shown.status == .nothing)
    #expect(tie(12, 11).shown.leftSide == "Items that agree with the source: 12")
    #expect(tie(12, 11).shown.rightSide == "Items the source counts: 11")
  }
}
