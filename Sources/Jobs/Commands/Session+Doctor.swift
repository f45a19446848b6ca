import AccountingValues
import Definitions
import Extraction
import Foundation
import Platform
import PostgresClient
import Reporting
import Warehouse

extension Session {
  /// Checks everything a run needs, and says of each what to do; changes nothing but that an
  /// embedded server is started for the look at it.
  ///
  /// - Returns: the exit code of the gravest check.
  /// - Throws: nothing; the type is that of all commands.
  public func doctor() throws(JobError) -> CommandResult {
    var report = DoctorReport()
    checkLibraries(&report)
    checkTimeZones(&report)
    let problems = configurationProblems()
    guard problems.isEmpty else {
      report.mend(
        "configuration", .configuration,
        problems[0].description + (problems.count > 1 ? " and \(problems.count - 1) more" : ""),
        action: "correct it; `nightclose config check` prints everything")
      return report.result
    }
    report.ok("configuration", try configurationSummary())
    try checkFolders(&report)
    if try usesEmbeddedServer() { try checkEmbeddedServer(&report) }
    try checkWarehouse(&report)
    for name in try configuration().installation.connections.keys.sorted() {
      try checkConnection(name, &report)
    }
    return report.result
  }

  // MARK: This machine

  private func checkLibraries(_ report: inout DoctorReport) {
    // The digest of "abc" in FIPS 180-4.
    let known = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    guard SHA256.digest(of: "abc").hex == known else {
      report.mend(
        "libraries", .internalError, "libcrypto computes a wrong SHA-256",
        action: "install libssl3 of the distribution again")
      return
    }
    report.ok(
      "libraries",
      "libpq \(ClientLibrary.version), libxlsxwriter \(SpreadsheetLibrary.version), libcrypto")
  }

  private func checkTimeZones(_ report: inout DoctorReport) {
    let zones = TimeZone.knownTimeZoneIdentifiers.count
    if zones > 0, TimeZone(identifier: "Europe/Vienna") != nil {
      report.ok("time zones", "\(zones) are known")
    } else {
      report.mend(
        "time zones", .configuration, "the system knows no time zones",
        action: "install the package tzdata")
    }
  }

  /// The space below which a run may fail half way.
  private static var leastFreeBytes: Int64 { 1 << 30 }

  private func checkFolders(_ report: inout DoctorReport) throws(JobError) {
    for (name, folder) in [("state", try stateDirectory()), ("output", try outputDirectory())] {
      if let inside = configurationFolder(around: folder) {
        report.mend(
          "\(name) folder", .configuration, "\(folder) is inside \(inside)",
          action: "choose another in jobs/nightclose.yaml: files there become configuration")
        continue
      }
      let existing = Self.nearestFolder(to: folder)
      guard FileManager.default.isWritableFile(atPath: existing) else {
        report.mend(
          "\(name) folder", .permission, "this account may not write to \(existing)",
          action: "give it \(folder), or choose another folder")
        continue
      }
      let attributes = try? FileManager.default.attributesOfFileSystem(forPath: existing)
      let free = (attributes?[.systemFreeSize] as? NSNumber)?.int64Value ?? 0
      if free < Self.leastFreeBytes {
        report.mend(
          "\(name) folder", .inputOutput, "\(folder) has \(free >> 20) MB left",
          action: "free at least \(Self.leastFreeBytes >> 20) MB on its file system")
      } else {
        report.ok("\(name) folder", "\(folder), \(free >> 30) GB free")
      }
    }
  }

  private func configurationFolder(around folder: String) -> String? {
    guard let root = tree.directory.map(absolute) else { return nil }
    let path = URL(filePath: folder).standardizedFileURL.path(percentEncoded: false) + "/"
    return ["jobs", "reports"].map {
      URL(filePath: root + "/" + $0).standardizedFileURL.path(percentEncoded: false)
    }.first { path.hasPrefix($0.hasSuffix("/") ? $0 : $0 + "/") }
  }

  private static func nearestFolder(to path: String) -> String {
    var path = path
    while !FileSystem.isDirectory(path), let parent = FileSystem.parent(of: path) { path = parent }
    return path
  }

  private func usesEmbeddedServer() throws(JobError) -> Bool {
    let installation = try configuration().installation
    let all = [installation.warehouse].compactMap { $0 } + Array(installation.connections.values)
    return all.contains { $0.value.target == .embedded }
  }

  private func checkEmbeddedServer(_ report: inout DoctorReport) throws(JobError) {
    do {
      switch try embeddedCluster().status() {
      case .absent:
        let major = try EmbeddedPostgreSQL.newestInstalledMajor()
        report.ok(
          "embedded server", "PostgreSQL \(major) is installed; the first use makes a cluster")
      case .stopped(let major, let data):
        report.ok("embedded server", "PostgreSQL \(major) in \(data), stopped until it is used")
      case .running(let server):
        report.ok("embedded server", "PostgreSQL \(server.major) runs in \(server.dataDirectory)")
      case .notAnswering(let server):
        report.mend(
          "embedded server", .unavailable,
          "process \(server.processIdentifier) lives and does not answer",
          action: "read the log in \(server.dataDirectory)/log, then `nightclose db stop --force`")
      }
    } catch { report.mend("embedded server", JobError(error)) }
  }

  // MARK: Servers

  private func checkWarehouse(_ report: inout DoctorReport) throws(JobError) {
    struct Warehouse {
      let server: String
      let version: Int
      let roles: WarehouseRoles
    }
    let found: Warehouse
    do throws(JobError) {
      found = try withWarehouseOfAnyVersion { connection in
        Warehouse(
          server: connection.serverVersionText,
          version: try WarehouseSchema.version(of: connection),
          roles: try WarehouseRoles(on: connection))
      }
    } catch {
      report.mend("warehouse", error)
      return
    }
    let known = WarehouseSchema.knownVersion
    if found.version == known {
      report.ok("warehouse", "PostgreSQL \(found.server), schema version \(known)")
    } else if found.version < known {
      report.mend(
        "warehouse", .configuration,
        "PostgreSQL \(found.server), schema version \(found.version) instead of \(known)",
        action: "run `nightclose migrate`")
    } else {
      report.mend(
        "warehouse", .configuration,
        "its schema version \(found.version) is newer than this program's \(known)",
        action: "install the newer nightclose on this machine")
    }
    checkRoles(found.roles, &report)
  }

  private func checkRoles(_ roles: WarehouseRoles, _ report: inout DoctorReport) {
    if !roles.missing.isEmpty {
      report.mend(
        "warehouse roles", .permission, "missing: \(roles.missing.joined(separator: ", "))",
        action: "run `nightclose migrate` as a role that may make roles")
    } else if !roles.mayLoad {
      report.mend(
        "warehouse roles", .permission, "role \(roles.current) may not write results",
        action: "GRANT nightclose_loader TO \(roles.current)")
    } else if roles.isSuperuser, (try? warehouseIsEmbedded()) != true {
      report.note(
        "warehouse roles", "role \(roles.current) is a superuser",
        action: "use a login role that is a member of nightclose_loader only")
    } else {
      report.ok("warehouse roles", "role \(roles.current) may run jobs")
    }
  }

  private func checkConnection(
    _ name: String, _ report: inout DoctorReport
  ) throws(JobError) {
    let check = "connection \(name)"
    let reference = try configuration().installation.connections[name]?.value
    let bindings = try bindings(to: name)
    do throws(JobError) {
      let options = try sourceOptions(name)
      let source = try translating { () -> SourceAccess in
        let connection = try Connection(options)
        defer { connection.close() }
        return try SourceAccess(bindings: bindings, on: connection)
      }
      let server = "PostgreSQL \(source.server), \(source.role)"
      if !source.findings.isEmpty {
        let first = source.findings[0]
        report.mend(
          check, source.findings.contains { $0.code == "SRC-017" } ? .permission : .dataBlocked,
          "\(server): \(source.findings.count) of its streams cannot be read, the first is "
            + "\(first.origin): \(first.message)",
          action: "\(first.action) `nightclose sources check` prints all")
      } else {
        report.ok(
          check,
          "\(server), \(Self.tables(source.tables)) can be read")
      }
      noteAccess(source, check, reference, &report)
    } catch { report.mend(check, error) }
  }

  private func noteAccess(
    _ source: SourceAccess, _ check: String, _ reference: ServerReference?,
    _ report: inout DoctorReport
  ) {
    guard let reference, reference.target != .embedded else { return }
    if source.isSuperuser {
      report.note(
        check, "role \(source.role) is a superuser",
        action: "use a role that may only SELECT; reading needs nothing else")
    } else if source.writable > 0 {
      report.note(
        check, "role \(source.role) may write to \(Self.tables(source.writable))",
        action: "REVOKE INSERT, UPDATE, DELETE, TRUNCATE; reading needs SELECT only")
    }
    if source.secured > 0, reference.rowSecurity {
      report.note(
        check, "policies may hide rows of \(Self.tables(source.secured)) from role \(source.role)",
        action:
          "make sure that it sees every row of its companies; hidden rows are not in the books")
    }
  }

  private static func tables(_ count: Int) -> String { counted(count, "table") }

  private func bindings(to connection: String) throws(JobError) -> [SourceAdapter] {
    let configuration = try configuration()
    var adapters: [SourceAdapter] = []
    for company in configuration.companies {
      for binding in company.sources where binding.connection.value == connection {
        guard let source = configuration.sources[binding.erp.value] else { continue }
        let wanted = binding.streams.map { Set($0.map(\.value)) }
        adapters.append(
          try translating { try SourceAdapter.load(source, from: tree, streams: wanted) })
      }
    }
    return adapters
  }
}

/// What the role of a connection may do with the tables its adapters read.
private struct SourceAccess {
  let server: String
  let role: String
  let isSuperuser: Bool
  let findings: [Finding]
  /// How many tables the adapters read.
  let tables: Int
  /// On how many of them the role may write.
  let writable: Int
  /// On how many of them row security applies to the role.
  let secured: Int

  init(bindings: [SourceAdapter], on connection: Connection) throws {
    var findings: Set<Finding> = []
    var tables: Set<SourceTable> = []
    // Companies of one database share its adapter, which is looked at once.
    var seen: Set<String> = []
    for adapter in bindings
    where seen.insert("\(adapter.erp) \(adapter.queries.keys.sorted())").inserted {
      let check = try AdapterCheck(adapter, on: connection)
      findings.formUnion(check.allFindings)
      tables.formUnion(check.allTables)
    }
    self.findings = findings.filter { $0.severity == .error }.sorted()
    self.tables = tables.count
    server = connection.serverVersionText
    let names = tables.sorted()
    let rows = try connection.query(
      "source access",
      """
      SELECT current_user::text, (SELECT rolsuper FROM pg_catalog.pg_roles
          WHERE rolname = current_user),
        count(c.oid) FILTER (WHERE c.relkind IN ('r', 'p') AND pg_catalog.has_table_privilege(
          c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE')),
        count(c.oid) FILTER (WHERE pg_catalog.row_security_active(c.oid)
          OR c.relrowsecurity AND NOT (SELECT rolsuper OR rolbypassrls FROM pg_catalog.pg_roles
            WHERE rolname = current_user)
            AND (c.relforcerowsecurity OR NOT pg_catalog.pg_has_role(c.relowner, 'USAGE')))
      FROM unnest($1::text[], $2::text[]) w(nspname, relname)
      JOIN pg_catalog.pg_namespace n ON n.nspname = w.nspname
      JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = w.relname
      """, [.textArray(names.map(\.schema)), .textArray(names.map(\.name))])
    guard try rows.next() else { accountingFault("a count without a row") }
    role = rows.text(0) ?? ""
    isSuperuser = rows.bool(1) ?? false
    writable = Int(rows.integer(2) ?? 0)
    secured = Int(rows.integer(3) ?? 0)
  }
}

extension Connection {
  /// `15.10`.
  fileprivate var serverVersionText: String {
    "\(serverVersion / 10_000).\(serverVersion % 10_000)"
  }
}
