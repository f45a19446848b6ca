import Glibc
import Platform
import TestSupport
import Testing

@Suite("the scratch cluster of the tests")
struct ScratchClusterTests {
  @Test("a prepared database is filled once and copied for each suite")
  func templates() throws {
    let cluster = try ScratchCluster.shared()
    var fills = 0
    func prepare(_ database: ConnectionParameters) throws {
      fills += 1
      try cluster.run("CREATE TABLE item AS SELECT 7 AS id", on: database)
    }
    let one = try cluster.database("demo", preparedBy: prepare)
    let other = try cluster.database("demo", preparedBy: prepare)
    #expect(fills == 1)
    #expect(one.database != other.database)
    try cluster.run("DELETE FROM item", on: one)
    #expect(try cluster.answer("SELECT id FROM item", on: other) == "7")
  }

  @Test("an error of SQL is thrown with its text")
  func errors() throws {
    let cluster = try ScratchCluster.shared()
    let error = #expect(throws: PlatformError.self) {
      try cluster.run("SELECT nothing", on: cluster.maintenance)
    }
    #expect(error?.problem.contains("column \"nothing\" does not exist") == true)
  }
}
