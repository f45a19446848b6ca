import Tables
import Testing

@testable import Reporting

/// What a cover says of the comparisons of its period.
@Suite("Comparisons in a sentence")
struct TieOutSummaryTests {
  private func comparison(_ check: String, _ status: TieOut.Status = .agrees) -> TieOut {
    TieOut(check: check, leftSide: "a", left: nil, rightSide: "b", right: nil, status: status)
  }

  private func sentences(_ comparisons: [TieOut]) throws -> [String] {
    TieOutSummary.all(of: try TieOut.table(comparisons)).map { "\($0.label): \($0.text)" }
  }

  @Test("The rows of many streams that agree are counted; what differs is named")
  func rows() throws {
    let streams = ["items", "payments", "partners", "lots"]
    let agree = streams.map { comparison(TieOut.check(ofRowsOf: $0)) }
    #expect(
      try sentences([comparison("Inventory")] + agree)
        == ["5 agree: Inventory; Rows of 4 streams."])
    #expect(
      try sentences([comparison("Inventory")] + agree.dropLast(2))
        == ["3 agree: Inventory; Rows of items; Rows of payments."])
    #expect(
      try sentences(streams.map { comparison(TieOut.check(ofRowsOf: $0), .differs) })
        == [
          "4 differ: Rows of items; Rows of payments; Rows of partners; Rows of lots."
        ])
  }
}
