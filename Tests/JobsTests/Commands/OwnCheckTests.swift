import Foundation
import Jobs
import PostgresClient
import TestSupport
import Testing

@Suite("Checks of the customer’s own")
struct OwnCheckTests {
  private func books(_ checks: [String: String]) throws -> ScratchInstallation {
    let books = try ScratchInstallation()
    try books.write("jobs/companies/acme.yaml", ScratchInstallation.openCompany)
    for (name, text) in checks { try books.write("jobs/checks/\(name).sql", text) }
    return books
  }

  private static let units = """
    -- on: source
    -- erp: shop
    -- says: The item has no unit of measure.
    -- action: Enter the unit in the shop.
    -- Owner: warehouse desk, phone 12
    SELECT i.code AS key, i.name, 3.456 AS amount, 'EUR' AS currency
    FROM shop.item i WHERE i.unit = 'pcs' AND i.id = 2;
    """

  @Test(
    "a row that a check returns blocks the close, and its finding names row, figures and action")
  func blocking() throws {
    let books = try books(["units": Self.units])
    let outcome = try books.close().outcome
    #expect(outcome.ending == "blocked" && outcome.findings == ["CHK-001": 1], "\(outcome)")
    let text = try String(contentsOfFile: outcome.folder + "/findings.csv", encoding: .utf8)
    #expect(
      text.contains(
        "CHK-001,error,jobs/checks/units.sql,units/NUT,,3.46,EUR,"
          + "The item has no unit of measure. (name Nut M8),Enter the unit in the shop.,"),
      "\(text)")
    try books.write(
      "jobs/companies/acme/accepted.csv",
      "code,key,reason,by,until,treatment\nCHK-001,units/NUT,sold by the bag,A. Kern,2026-12-31,")
    let accepted = try books.close().outcome
    #expect(accepted.ending == "published" && accepted.findings == ["CHK-001": 1], "\(accepted)")
  }

  @Test("a check that warns is published; what it returns is part of the close")
  func warning() throws {
    let books = try books([
      "units": Self.units.replacingOccurrences(
        of: "-- says", with: "-- severity: warning\n-- says")
    ])
    let first = try books.close().outcome
    #expect(first.ending == "published" && first.findings == ["CHK-001": 1], "\(first)")
    #expect(try books.close().outcome.ending == "identical")
    try ScratchCluster.shared().run(
      "UPDATE shop.item SET unit = 'bag' WHERE id = 2", on: books.shop)
    let mended = try books.close().outcome
    #expect(mended.ending == "published" && mended.findings.isEmpty, "\(mended)")
  }

  @Test(
    "a check that cannot be run is one finding that says where; the others run",
    arguments: [
      ("SELECT i.code FROM shop.items i", "jobs/checks/wrong.sql:3:20: relation"),
      ("SELECT 1 / (i.id - 1) AS key FROM shop.item i", "jobs/checks/wrong.sql: division by zero"),
      ("SELECT shop.wipe() AS key", "cannot execute DELETE in a read-only transaction"),
    ])
  func broken(statement: String, reason: String) throws {
    let books = try books([
      "wrong": "-- erp: shop\n-- says: Nothing.\n" + statement, "units": Self.units,
    ])
    try ScratchCluster.shared().run(
      "CREATE FUNCTION shop.wipe() RETURNS int LANGUAGE sql AS 'DELETE FROM shop.item RETURNING 1'",
      on: books.shop)
    let outcome = try books.close().outcome
    #expect(outcome.findings == ["CHK-001": 1, "CHK-002": 1], "\(outcome)")
    let text = try String(contentsOfFile: outcome.folder + "/findings.csv", encoding: .utf8)
    #expect(text.contains("the check cannot be run: ") && text.contains(reason), "\(text)")
    #expect(
      try ScratchCluster.shared().answer("SELECT count(*) FROM shop.item", on: books.shop) == "2")
  }

  @Test("a check runs for the companies it names only")
  func companies() throws {
    let books = try books(["units": "-- companies: acme, other\n" + Self.units])
    let wrong = try books.run { s throws(JobError) in try s.configCheck() }
    #expect(wrong.text == "jobs/checks/units.sql:1:1: there is no company `other`")
    try books.write(
      "jobs/companies/other.yaml",
      ScratchInstallation.openCompany.replacingOccurrences(of: "Acme", with: "Other"))
    try books.write("jobs/checks/units.sql", "-- companies: other\n" + Self.units)
    #expect(try books.close().outcome.ending == "published", "acme comes first")
  }

  @Test(
    "config check tells what is wrong with a check, with its line",
    arguments: [
      ("SELECT 1", "jobs/checks/units.sql: a check names its source"),
      ("-- erp: shop\nSELECT 1", "jobs/checks/units.sql: a check says what is wrong"),
      ("-- on: warehouse\n-- erp: shop\n-- says: x\nSELECT 1", "units.sql:1:1: a check on the war"),
      ("-- erp: ship\n-- says: x\nSELECT 1", "units.sql:1:1: there is no source `ship`"),
      ("-- erp: shop\n-- severity: bad\n-- says: x\nSELECT 1", "units.sql:2:1: `severity` is"),
      ("-- erp: shop\n-- say: x\n-- says: x\nSELECT 1", "units.sql:2:1: unknown key `say`"),
      ("-- erp: shop\n-- says: x\nSELECT 1; DROP TABLE shop.item", "jobs/checks/units.sql:3:"),
    ])
  func mistakes(text: String, message: String) throws {
    let books = try books(["units": text])
    let check = try books.run { s throws(JobError) in try s.configCheck() }
    #expect(check.exitCode == .configuration && check.text.contains(message), "\(check.text)")
  }
}
