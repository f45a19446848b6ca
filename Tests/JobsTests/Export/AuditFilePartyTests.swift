import AccountingValues
import Reporting
import Tables
import Testing

@testable import Jobs

/// Customers and suppliers of an audit file, from what is open and what moved.
@Suite("Audit files: customers and suppliers")
struct AuditFilePartyTests {
  private let euro: Currency

  init() throws { euro = try #require(Currency(code: "EUR")) }

  private func open(_ partner: String?, _ minor: Int64) -> CellFields {
    CellFields(
      [
        .text("receivable"), .text("1200"), partner.map { .text($0) } ?? .null, .text("Name"),
        .money(Money(minor: minor, in: euro)),
      ][...])
  }

  private func moved(_ partner: String, _ minor: Int64) -> CellFields {
    CellFields(
      [
        .text("1200"), .text("accounts_receivable"), .text(partner), .text("Name"),
        .money(Money(minor: minor, in: euro)),
      ][...])
  }

  @Test(
    "What was open before is what is open less what moved; a document without partner is nobody's")
  func balances() throws {
    var parties = AuditFileParties(base: euro)
    try parties.addOpen(open("C1", 100))
    try parties.addOpen(open("", 997))
    try parties.addOpen(open(nil, 5))
    try parties.addMoved(moved("C1", 30))
    try parties.addMoved(moved("C2", -40))
    try parties.addMoved(moved("", 997))
    let customers = try parties.list(of: .receivable)
    #expect(customers.map(\.code) == ["C1", "C2"])
    #expect(customers.map(\.opening.minor) == [70, 40])
    #expect(customers.map(\.closing.minor) == [100, 0])
    #expect(customers.map(\.account) == ["1200", "1200"])
    #expect(try parties.list(of: .payable).isEmpty)
  }
}
