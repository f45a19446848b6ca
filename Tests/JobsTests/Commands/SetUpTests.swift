import AccountingValues
import Foundation
import Jobs
import Platform
import TestSupport
import Testing

@Suite("Setting up and looking after an installation")
struct SetUpTests {
  private func lines(_ books: ScratchInstallation) throws -> (ExitCode, [String]) {
    let result = try books.run { s throws(JobError) in try s.doctor() }
    return (result.exitCode, result.text.lines)
  }

  @Test("doctor says one line per check; everything is fine where a run would succeed")
  func fine() throws {
    let books = try ScratchInstallation()
    let (code, lines) = try lines(books)
    #expect(code == .done)
    let checks = [
      "libraries", "time zones", "configuration", "state folder", "output folder", "warehouse",
      "warehouse roles", "connection shop", "connection shop",
    ]
    #expect(lines.count == checks.count)
    for (line, check) in zip(lines, checks) { #expect(line.dropFirst(6).hasPrefix(check)) }
    // The scratch role is a superuser, which a customer should not use.
    #expect(lines.filter { $0.hasPrefix("note") }.count == 2)
    #expect(!lines.contains { $0.hasPrefix("mend") })
  }

  @Test(
    "a role that may only read is fine, one that may write is noted, one that may not read is not")
  func roles() throws {
    let books = try ScratchInstallation()
    let cluster = try ScratchCluster.shared()
    let role = "reader_\(books.shop.database)"
    try cluster.run(
      "CREATE ROLE \(role) LOGIN; GRANT USAGE ON SCHEMA shop TO \(role)", on: books.shop)
    try connect(books, as: role)
    var (code, found) = try lines(books)
    #expect(code == .permission)
    #expect(found.last?.hasPrefix("mend  connection shop") == true)
    #expect(found.last?.contains("Grant the role of this connection SELECT") == true)
    try cluster.run("GRANT SELECT ON shop.item TO \(role)", on: books.shop)
    (code, found) = try lines(books)
    #expect(code == .done)
    #expect(found.last?.hasPrefix("ok    connection shop") == true)
    #expect(found.last?.hasSuffix(", \(role), 1 table can be read") == true)
    try cluster.run("GRANT DELETE ON shop.item TO \(role)", on: books.shop)
    (code, found) = try lines(books)
    #expect(code == .done)
    #expect(found.last?.hasPrefix("note  connection shop") == true)
    try cluster.run(
      "REVOKE DELETE ON shop.item FROM \(role); ALTER TABLE shop.item ENABLE ROW LEVEL SECURITY",
      on: books.shop)
    (code, found) = try lines(books)
    #expect(code == .permission)
    #expect(found.last?.contains("row-level security policy for table") == true)
    #expect(found.last?.contains("or say `row_security: true`") == true)
    try connect(books, as: role, more: ", row_security: true")
    (code, found) = try lines(books)
    #expect(code == .done)
    #expect(found.last?.contains("policies may hide rows of 1 table from role \(role)") == true)
  }

  private func connect(_ books: ScratchInstallation, as role: String, more: String = "") throws {
    try books.write(
      "jobs/nightclose.yaml",
      """
      version: 1
      warehouse: {uri: "\(ScratchInstallation.uri(books.warehouse))"}
      connections:
        shop: {uri: "\(ScratchInstallation.uri(books.shop, user: role))"\(more)}
      """)
  }

  @Test("doctor names what must be mended, with the exit code of the gravest")
  func mending() throws {
    let books = try ScratchInstallation(isMigrated: false)
    var (code, found) = try lines(books)
    #expect(code == .configuration)
    #expect(
      found.contains { $0.hasPrefix("mend  warehouse ") && $0.contains("nightclose migrate") })
    try books.write(
      "jobs/nightclose.yaml",
      """
      version: 1
      warehouse: {uri: "postgresql:///x?host=\(books.directory.path)"}
      connections:
        shop: {uri: "\(ScratchInstallation.uri(books.shop))"}
      state: jobs/state
      """)
    (code, found) = try lines(books)
    #expect(code == .configuration)
    #expect(found.contains { $0.hasPrefix("mend  state folder") && $0.contains("is inside") })
    #expect(found.contains { $0.hasPrefix("mend  warehouse ") && $0.contains("the server runs") })
    #expect(found.contains { $0.hasPrefix("ok    connection shop") })
    try books.write("jobs/companies/acme.yaml", "colour: red")
    (code, found) = try lines(books)
    #expect(code == .configuration)
    #expect(found.last?.contains("jobs/companies/acme.yaml:1:1: ") == true)
  }

  @Test(
    "root is told to go on as the owner of the state folder",
    .enabled(if: Account.current.user == 0, "only root can give folders away"))
  func ownerOfState() throws {
    let books = try ScratchInstallation()
    let state = books.directory.file("state")
    try FileSystem.makeDirectories(state)
    let nobody = try #require(Account.named("nobody"))
    try FileManager.default.setAttributes(
      [.ownerAccountID: NSNumber(value: nobody.user)], ofItemAtPath: state)
    let installation = try FileSystem.readText(books.directory.file("jobs/nightclose.yaml"))
    try books.write("jobs/nightclose.yaml", installation + "state: state")
    let setUp = CompanySetUp(
      company: "second", erp: "shop", connection: "shop", writesFilesOnly: true)
    let result = try books.run { s throws(JobError) in try s.initialise(setUp) }
    #expect(result.text.contains("  runuser -u nobody -- nightclose migrate\n"), "\(result.text)")
  }

  @Test("init writes what is missing, keeps what is there, and checks it")
  func initialise() throws {
    let books = try ScratchInstallation()
    let text = try FileSystem.readText(books.directory.file("jobs/nightclose.yaml"))
    let setUp = CompanySetUp(company: "second", erp: "shop", connection: "shop")
    let first = try books.run { s throws(JobError) in try s.initialise(setUp) }
    #expect(first.exitCode == .done)
    let folder = books.directory.path
    #expect(first.text.lines[0] == "kept     \(folder)/jobs/nightclose.yaml")
    #expect(first.text.lines[1] == "written  \(folder)/jobs/companies/second.yaml")
    #expect(
      first.text.lines[2].hasSuffix(
        "uncomment `go_live` in it: the first run needs the first day to post"))
    #expect(
      first.text.lines.suffix(4) == [
        "next:", "  nightclose sources check --company second",
        "  nightclose run nightly --company second", "  nightclose status",
      ])
    let company = try FileSystem.readText(books.directory.file("jobs/companies/second.yaml"))
    #expect(company.lines.contains { $0.hasPrefix("# base_currency: EUR") })
    #expect(company.lines.contains { $0.hasPrefix("# time_zone: Europe/Vienna") })
    #expect(try FileSystem.readText(books.directory.file("jobs/nightclose.yaml")) == text)
    let again = try books.run { s throws(JobError) in try s.initialise(setUp) }
    #expect(again.text.lines[1] == "kept     \(folder)/jobs/companies/second.yaml")
  }

  /// Uncommenting every key must give a file that can be read: the comments are documentation.
  @Test("every commented key of the company file is a key")
  func comments() throws {
    let books = try ScratchInstallation()
    let setUp = CompanySetUp(
      company: "second", erp: "shop", connection: "shop", writesFilesOnly: true)
    try books.run { s throws(JobError) in try s.initialise(setUp) }
    let path = "jobs/companies/second.yaml"
    let text = try FileSystem.readText(books.directory.file(path))
    let open = text.lines.dropFirst(2).map { line -> String in
      let indent = line.prefix { $0 == " " }
      return line.dropFirst(indent.count).hasPrefix("# ")
        ? String(indent + line.dropFirst(indent.count + 2)) : line
    }
    try books.write(path, open.joined(separator: "\n"))
    let check = try books.run { s throws(JobError) in try s.configCheck() }
    #expect(check.text.contains("2 companies"), "\(check.text)")
  }

  @Test("init in an empty folder writes both files; what cannot be read is never written")
  func empty() throws {
    let place = try TemporaryDirectory("init")
    func initialise(_ setUp: CompanySetUp) throws(JobError) -> CommandResult {
      let session = try Session(
        SessionOptions(
          configDirectory: place.path, stateDirectory: nil, environment: [:],
          workingDirectory: place.path, isInteractive: false))
      return try session.initialise(setUp)
    }
    var setUp = CompanySetUp(
      company: "acme", erp: "reference", connection: "erp", uri: "postgresql://u:secret@h/x",
      writesFilesOnly: true)
    func failure() throws -> JobError {
      try #require(throws: JobError.self) { try initialise(setUp) }
    }
    #expect(try failure().action == "add --base-currency to the command")
    setUp.baseCurrency = "EUR"
    setUp.timeZone = "Europe/Vienna"
    let password = try failure()
    #expect(password.exitCode == .configuration && !password.description.contains("secret"))
    setUp.uri = nil
    setUp.erp = "nothing"
    #expect(try failure().exitCode == .usage)
    setUp.erp = "reference"
    setUp.company = "../acme"
    #expect(try failure().exitCode == .usage)
    #expect(try FileSystem.list(place.path) == [])
    setUp.company = "acme"
    setUp.name = "Acme \"GmbH\""
    setUp.goLive = CivilDate("2026-04-01")
    let done = try initialise(setUp)
    #expect(done.text.lines.suffix(3).first == "  nightclose migrate")
    #expect(FileSystem.isDirectory(place.file("reports")))
    let text = try FileSystem.readText(place.file("jobs/companies/acme.yaml"))
    #expect(text.lines.contains { $0.hasPrefix("go_live: 2026-04-01") })
    #expect(text.contains("tenant: \"acme\"") && text.contains("name: \"Acme \\\"GmbH\\\"\""))
  }
}
